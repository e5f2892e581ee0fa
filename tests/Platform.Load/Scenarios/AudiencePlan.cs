using Platform.Load.Events;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>Who listens in a run of several loads, and what is the same for all of them.</summary>
/// <param name="Target">The deployment.</param>
/// <param name="Clients">WebSocket clients, each on a channel of its own.</param>
/// <param name="Producers">The most producers of one load.</param>
/// <param name="PayloadBytes">Bytes of each event's data.</param>
internal sealed record AudiencePlan(Target Target, int Clients, int Producers, int PayloadBytes)
{
    /// <summary>Further clients, each on a channel of its own too, whose connections the run cuts.</summary>
    public int Droppers { get; init; }

    /// <summary>How clients come to their channels.</summary>
    public ChannelKind Kind { get; init; } = ChannelKind.User;
}
