using Platform.Contracts.Latency;

namespace Platform.Metrics.Latency;

internal static class StageNames
{
    /// <summary>The stage's name in the API.</summary>
    public static string Name(this Stage stage) => stage.ToString().ToLowerInvariant();
}
