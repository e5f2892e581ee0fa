using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Tracing;

namespace Platform.Edge.Channels;

/// <summary>
/// Counts what the node writes, and the events among it whose way took too long. One warning in ten seconds tells of all of these, so that a
/// flood of them costs no log.
/// </summary>
internal sealed partial class SlowEvents
{
    private readonly Counter<long> _messages;
    private readonly Counter<long> _slow;
    private readonly IOptionsMonitor<SlowEventOptions> _options;
    private readonly RareLine _line;
    private readonly ILogger _logger;
    private long _all;

    public SlowEvents(IMeterFactory meters, IOptionsMonitor<SlowEventOptions> options, TimeProvider clock, ILogger<SlowEvents> logger)
    {
        (_options, _logger, _line) = (options, logger, new RareLine(clock));
        var meter = meters.Create("Platform.Edge");
        _messages = meter.CreateCounter<long>(
            "platform.edge.messages", "{message}", "Events written to connections, each once for each of them: as they came, or from history.");
        _slow = meter.CreateCounter<long>("platform.edge.slow_events", "{event}", "Events whose way to this node's connections took longer than SlowEvents:Ms.");
    }

    /// <summary>Messages written since the node started, as they came or from history: one event to one connection is one message.</summary>
    public long Messages => Interlocked.Read(ref _all);

    /// <summary>Events that were written as they came, each to one connection.</summary>
    public void Delivered(Lane lane, long count) => Add(lane, "live", count);

    /// <summary>Events that one connection got from history.</summary>
    public void CaughtUp(Lane lane, long count) => Add(lane, "history", count);

    /// <summary>An event was written, so long after it was accepted.</summary>
    public void Written(Lane lane, string eventType, double milliseconds, string? trace)
    {
        if (milliseconds <= _options.CurrentValue.Ms)
        {
            return;
        }

        _slow.Add(1, LaneTag(lane));
        if (_line.TryWrite(out var count))
        {
            using (EventTrace.Logging(trace))
            {
                LogSlow(milliseconds, eventType, lane.Name(), count);
            }
        }
    }

    private void Add(Lane lane, string source, long count)
    {
        Interlocked.Add(ref _all, count);
        _messages.Add(count, LaneTag(lane), KeyValuePair.Create<string, object?>("source", source));
    }

    private static KeyValuePair<string, object?> LaneTag(Lane lane) => new("lane", lane.Name());

    [LoggerMessage(225, LogLevel.Warning, "An event took {Milliseconds:0.0} ms until it was written ({EventType}, lane {Lane}); slow events since the last such line: {Count}.")]
    private partial void LogSlow(double milliseconds, string eventType, string lane, long count);
}
