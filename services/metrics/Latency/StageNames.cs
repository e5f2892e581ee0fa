using Platform.Contracts.Latency;

namespace Platform.Metrics.Latency;

/// <summary>The stages' names in the API.</summary>
internal static class StageNames
{
    /// <summary>The whole way, as far as it is known: see <see cref="WholeWay"/>.</summary>
    public const string Total = "total";

    private static readonly Dictionary<string, Stage> Measured = Enum.GetValues<Stage>()
        .Where(stage => stage != Stage.Handled)
        .ToDictionary(StageName.Name, StringComparer.Ordinal);

    /// <summary>All names, in the order of an event's way.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Measured.OrderBy(stage => stage.Value).Select(stage => stage.Key), Total];

    /// <summary>The stage that a name stands for; none for <see cref="Total"/>, which is chosen.</summary>
    public static Stage? Find(string name) => Measured.TryGetValue(name, out var stage) ? stage : null;
}
