using Platform.Contracts.Latency;

namespace Platform.ServiceDefaults.Latency;

/// <summary>What an edge node adds to its digests. A service that registers none has no connections.</summary>
public interface IEdgeLoad
{
    /// <summary>The connections as they are, and what was sent to them since the call before.</summary>
    EdgeLoad Take();
}
