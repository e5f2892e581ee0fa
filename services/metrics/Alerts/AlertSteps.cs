using System.Text.Json;

namespace Platform.Metrics.Alerts;

/// <summary>
/// From one second to the next: ok → pending while the value is above → firing once it was for long enough → ok again after ten seconds
/// without it. While there is no signal the state is held, since silence is no good news; what would fire for ever, as nothing flows any
/// more, is given up after five minutes of it.
/// </summary>
internal static class AlertSteps
{
    private const long QuietMs = 10_000;

    /// <summary>For how long an alert without a signal is held.</summary>
    internal const long HoldMs = 300_000;

    public static AlertState Next(AlertRule rule, AlertState? before, double? value, long nowMs)
    {
        var state = Describe(rule, value) with
        {
            State = before?.State ?? AlertState.Ok,
            SinceMs = before?.SinceMs ?? nowMs,
            QuietSinceMs = before?.QuietSinceMs,
        };
        return value is { } known
            ? Judge(rule, Resume(state, before?.NoSignalSinceMs, nowMs), known > rule.Above, nowMs)
            : Hold(state, before?.NoSignalSinceMs ?? nowMs, nowMs);
    }

    /// <summary>The ends of those that fire and whose rule is gone: who was told of one must be told of its end.</summary>
    public static IEnumerable<AlertState> Withdrawn(IReadOnlyList<AlertRule> rules, IReadOnlyList<AlertState> before, long nowMs) =>
        before.Where(state => state.State == AlertState.Firing && rules.All(rule => rule.Name != state.Name))
            .Select(state => state with { State = AlertState.Resolved, Value = null, SinceMs = nowMs, QuietSinceMs = null });

    private static AlertState Judge(AlertRule rule, AlertState state, bool isAbove, long nowMs) =>
        (state.State, isAbove) switch
        {
            (AlertState.Firing, true) => state with { QuietSinceMs = null },
            (AlertState.Firing, false) when nowMs - state.QuietSinceMs >= QuietMs => Change(state, AlertState.Ok, nowMs),
            (AlertState.Firing, false) => state with { QuietSinceMs = state.QuietSinceMs ?? nowMs },
            (AlertState.Pending, true) => Rise(rule, state, nowMs),
            (AlertState.Pending, false) => Change(state, AlertState.Ok, nowMs),
            (_, true) => Rise(rule, Change(state, AlertState.Pending, nowMs), nowMs),
            _ => state,
        };

    // Ten good seconds in a row are ten that were seen.
    private static AlertState Hold(AlertState state, long noSignalSinceMs, long nowMs)
    {
        var held = state with { NoSignalSinceMs = noSignalSinceMs, QuietSinceMs = null };
        return state.State != AlertState.Ok && nowMs - noSignalSinceMs >= HoldMs ? Change(held, AlertState.Ok, nowMs) : held;
    }

    // The time without a signal was not one above.
    private static AlertState Resume(AlertState state, long? noSignalSinceMs, long nowMs) =>
        state.State == AlertState.Pending && noSignalSinceMs is { } since ? state with { SinceMs = state.SinceMs + (nowMs - since) } : state;

    private static AlertState Rise(AlertRule rule, AlertState pending, long nowMs) =>
        nowMs - pending.SinceMs >= rule.ForSeconds * 1_000L ? Change(pending, AlertState.Firing, nowMs) : pending;

    private static AlertState Change(AlertState state, string to, long nowMs) => state with { State = to, SinceMs = nowMs, QuietSinceMs = null };

    private static AlertState Describe(AlertRule rule, double? value)
    {
        var isLatency = rule.Signal is AlertSignal.LatencyP50 or AlertSignal.LatencyP95 or AlertSignal.LatencyP99;
        return new AlertState(
            rule.Name, AlertState.Ok, rule.Severity, JsonNamingPolicy.SnakeCaseLower.ConvertName(rule.Signal.ToString()),
            isLatency ? rule.Stage : null, rule.Lane, value is { } number ? Math.Round(number, 3) : null, rule.Above, rule.ForSeconds, 0);
    }
}
