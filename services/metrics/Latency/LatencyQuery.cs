using System.Diagnostics.CodeAnalysis;
using Platform.Contracts.Lanes;
using Platform.Metrics.Window;

namespace Platform.Metrics.Latency;

/// <summary>What is asked for: a window, one lane or all, a stage.</summary>
internal sealed record LatencyQuery(WindowLength Window, Lane? Lane, string Stage)
{
    public static LatencyQuery Default { get; } = new(WindowLength.Minute, null, StageNames.Total);

    public static bool TryRead(
        string? window, string? lane, string? stage, [NotNullWhen(true)] out LatencyQuery? query, [NotNullWhen(false)] out string? fault)
    {
        var length = WindowLength.Find(window ?? WindowLength.Minute.Name);
        var isLane = LaneNames.TryParse(lane, out var only);
        stage ??= StageNames.Total;
        fault = length is null ? $"'window' is {string.Join(", ", WindowLength.All.Select(each => each.Name))}."
            : lane is not null && !isLane ? $"'lane' is {string.Join(", ", LaneNames.All.Select(LaneNames.Name))}, or absent for all."
            : !StageNames.All.Contains(stage) ? $"'stage' is {string.Join(", ", StageNames.All)}."
            : null;
        query = fault is null ? new LatencyQuery(length!, isLane ? only : null, stage) : null;
        return query is not null;
    }

    /// <summary>Whether it asks for a lane's events.</summary>
    public bool Includes(Lane lane) => Lane is not { } only || only == lane;
}
