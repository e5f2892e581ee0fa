using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;

namespace Platform.Metrics.Window;

/// <summary>What is measured apart from everything else; the version is that of the edge that measured it, and empty for other services.</summary>
internal readonly record struct Series(Stage Stage, Lane Lane, string EventType, string Version = "")
{
    /// <summary>What stands for all event types beyond the busiest ones.</summary>
    public const string OtherTypes = "other";

    /// <summary>Whether a stage and a lane that another version may have written are ones that we know.</summary>
    public static bool IsKnown(Stage? stage, Lane? lane) => stage is { } one && Enum.IsDefined(one) && lane is { } other && Enum.IsDefined(other);
}
