namespace Platform.Metrics.Alerts;

/// <summary>The state of all alerts, those that fire first.</summary>
internal sealed class AlertBoard
{
    private volatile IReadOnlyList<AlertState> _current = [];

    public IReadOnlyList<AlertState> Current => _current;

    public void Show(IEnumerable<AlertState> states) =>
        _current = [.. states.OrderBy(Rank).ThenByDescending(state => state.Severity == "critical")];

    private static int Rank(AlertState state) => state.State switch
    {
        AlertState.Firing => 0,
        AlertState.Pending => 1,
        _ => 2,
    };
}
