using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Hosting;

namespace Platform.Edge.Connections;

/// <summary>Counts sends that take too long. One warning in ten seconds tells of all of them, so that a flood of them costs no log.</summary>
internal sealed partial class SlowSends
{
    private readonly Counter<long> _sends;
    private readonly IOptionsMonitor<HeartbeatOptions> _options;
    private readonly RareLine _line;
    private readonly ILogger _logger;

    public SlowSends(IMeterFactory meters, IOptionsMonitor<HeartbeatOptions> options, TimeProvider clock, ILogger<SlowSends> logger)
    {
        _options = options;
        _line = new RareLine(clock);
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
            if (_line.TryWrite(out var count))
            {
                LogSlow(time.TotalMilliseconds, connection, count);
            }
        }
    }

    [LoggerMessage(210, LogLevel.Warning, "A send took {Milliseconds:0.0} ms (connection {Connection}); slow sends since the last such line: {Count}.")]
    private partial void LogSlow(double milliseconds, string connection, long count);
}
