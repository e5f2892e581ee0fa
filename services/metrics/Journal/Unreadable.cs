using System.Diagnostics.Metrics;
using Platform.ServiceDefaults.Hosting;

namespace Platform.Metrics.Journal;

/// <summary>
/// Counts what was written down and can't be read: damaged, or by a version that knows more. It is left out, and the rest goes on: no entry
/// stops a replica. One line in ten seconds tells of all of them.
/// </summary>
internal sealed partial class Unreadable
{
    private readonly Counter<long> _skipped;
    private readonly RareLine _line;
    private readonly ILogger _logger;

    public Unreadable(IMeterFactory meters, TimeProvider clock, ILogger<Unreadable> logger)
    {
        (_line, _logger) = (new RareLine(clock), logger);
        _skipped = meters.Create("Platform.Metrics").CreateCounter<long>(
            "platform.metrics.unreadable", "{entry}", "Entries and series that could not be read, and were left out.");
    }

    /// <summary>Something was left out.</summary>
    /// <param name="what">Its kind, of a few.</param>
    public void Skipped(string what)
    {
        _skipped.Add(1, KeyValuePair.Create<string, object?>("kind", what));
        if (_line.TryWrite(out var count))
        {
            LogSkipped(what, count);
        }
    }

    [LoggerMessage(412, LogLevel.Warning, "A {Kind} can't be read and is left out: it is damaged, or of another version; left out since the last such line: {Count}.")]
    private partial void LogSkipped(string kind, long count);
}
