using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Latency;
using StackExchange.Redis;

namespace Platform.Metrics.Alerts;

/// <summary>
/// Looks at all alerts each second, in one replica at a time. What begins to fire, and what ends, is logged and published. While Redis is
/// away each replica looks for itself.
/// </summary>
internal sealed partial class AlertWatch(
    AlertStore store, AlertSignals signals, AlertBoard board, AlertPublisher publisher, IOptionsMonitor<AlertOptions> options,
    TimeProvider clock, ILogger<AlertWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _isWatching;
    private IReadOnlyList<AlertState> _states = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync();
            }
            catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
            {
                board.Show(_states = Evaluate());
            }
        }
    }

    private async Task LookAsync()
    {
        var isWatching = await store.HoldAsync();
        if (!isWatching || !_isWatching)
        {
            _states = await store.ReadAsync();
        }

        _isWatching = isWatching;
        if (isWatching)
        {
            _states = Evaluate();
            await store.WriteAsync(_states);
        }

        board.Show(_states);
    }

    private List<AlertState> Evaluate()
    {
        var nowMs = (long)clock.NowMs();
        var rules = options.CurrentValue.EffectiveRules;
        foreach (var gone in AlertSteps.Withdrawn(rules, _states, nowMs))
        {
            LogWithdrawn(gone.Name);
            publisher.Publish(gone);
        }

        List<AlertState> next = [];
        foreach (var rule in rules)
        {
            var before = _states.FirstOrDefault(state => state.Name == rule.Name);
            var now = AlertSteps.Next(rule, before, signals.Read(rule), nowMs);
            Tell(before, now);
            next.Add(now);
        }

        return next;
    }

    private void Tell(AlertState? before, AlertState now)
    {
        if (now.State == AlertState.Firing && before?.State != AlertState.Firing)
        {
            LogFiring(now.Name, now.Signal, now.Value, now.Above, now.ForSeconds);
            publisher.Publish(now);
        }
        else if (before?.State == AlertState.Firing && now.State != AlertState.Firing)
        {
            if (now.NoSignalSinceMs is null)
            {
                LogResolved(now.Name, now.Signal, now.Value);
            }
            else
            {
                LogGivenUp(now.Name, now.Signal, AlertSteps.HoldMs / 1_000);
            }

            publisher.Publish(now with { State = AlertState.Resolved });
        }
    }

    [LoggerMessage(420, LogLevel.Warning, "The alert {Alert} fires: {Signal} is {Value}, above {Above} for {Seconds} s.")]
    private partial void LogFiring(string alert, string signal, double? value, double above, int seconds);

    [LoggerMessage(421, LogLevel.Information, "The alert {Alert} is over: {Signal} is {Value}.")]
    private partial void LogResolved(string alert, string signal, double? value);

    [LoggerMessage(422, LogLevel.Warning, "The alert {Alert} is given up: for {Seconds} s there was no {Signal} to look at.")]
    private partial void LogGivenUp(string alert, string signal, long seconds);

    [LoggerMessage(423, LogLevel.Information, "The alert {Alert} is over: its rule is gone.")]
    private partial void LogWithdrawn(string alert);
}
