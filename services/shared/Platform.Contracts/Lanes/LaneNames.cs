using System.Diagnostics.CodeAnalysis;

namespace Platform.Contracts.Lanes;

/// <summary>A lane's name on every wire: the event's <c>priority</c>, the routing key, the queue, the Redis keys.</summary>
public static class LaneNames
{
    private static readonly string[] Names = ["critical", "high", "normal"];

    /// <summary>All lanes, the most urgent first.</summary>
    public static IReadOnlyList<Lane> All { get; } = [Lane.Critical, Lane.High, Lane.Normal];

    /// <summary>The lane's name.</summary>
    public static string Name(this Lane lane) => Names[(int)lane];

    /// <summary>Reads a lane's name; it is matched exactly.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out Lane lane)
    {
        var index = Array.IndexOf(Names, name);
        lane = index < 0 ? Lane.Normal : (Lane)index;
        return index >= 0;
    }
}
