using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Platform.Edge.Connections;

/// <summary>Counts sends that take too long. One warning in ten seconds tells of all of them, so that a flood of them costs no log.</summary>
internal sealed partial class SlowSends
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly Counter<long> _sends;
    private readonly IOptionsMonitor<HeartbeatOptions> _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private long _count;
    private long _warnedAt;
    private long _warnedOf;

    public SlowSends(IMeterFactory meters, IOptionsMonitor<HeartbeatOptions> options, TimeProvider clock, ILogger<SlowSends> logger)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        _sends = meters.Create("Platform.Edge").CreateCounter<long>(
            "platform.edge.slow_sends", "{send}", "Sends that took longer than Heartbeat:SlowSendMs.");
    }

    /// <summary>A send to a connection is over.</summary>
    public void Sent(string connection, TimeSpan time)
    {
        if (time.TotalMilliseconds > _options.CurrentValue.SlowSendMs)
        {
            _sends.Add(1);
            Warn(connection, time, Interlocked.Increment(ref _count));
        }
    }

    private void Warn(string connection, TimeSpan time, long count)
    {
        var now = _clock.GetTimestamp();
        var before = Interlocked.Read(ref _warnedAt);
        if ((before == 0 || _clock.GetElapsedTime(before, now) >= Quiet) && Interlocked.CompareExchange(ref _warnedAt, now, before) == before)
        {
            LogSlow(time.TotalMilliseconds, connection, count - Interlocked.Exchange(ref _warnedOf, count));
        }
    }

    [LoggerMessage(210, LogLevel.Warning, "A send took {Milliseconds:0.0} ms (connection {Connection}); slow sends since the last such line: {Count}.")]
    private partial void LogSlow(double milliseconds, string connection, long count);
}
