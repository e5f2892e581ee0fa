using System.Diagnostics;

namespace Platform.Contracts.Events;

/// <summary>
/// The W3C trace context <c>traceparent</c>. Only that of a trace that is recorded travels with an event: all others cost nothing
/// on the way. What is no trace context counts as none, as W3C asks.
/// </summary>
public static class TraceParent
{
    private const int Length = 55;

    /// <summary>The text, if it names a trace that is recorded.</summary>
    public static string? OfRecorded(string? text) =>
        text is { Length: Length } && ActivityContext.TryParse(text, null, out var context) && context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            ? text
            : null;

    /// <summary>The trace of what runs now, if it is recorded.</summary>
    public static string? OfCurrent() => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;
}
