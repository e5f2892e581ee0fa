using Platform.Load.Events;
using Platform.Load.Rig;
using Platform.Load.Scenarios;
using Platform.Load.Subscribers;

namespace Platform.Load.Agreement;

/// <summary>The clients of a run that report, each on the channel of one that does not.</summary>
internal sealed class Reporters : IDisposable
{
    // As often as a node asks for it; the last reports are there this long after the last event.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly IReadOnlyList<Reporter> _all;

    private Reporters(IReadOnlyList<Reporter> all) => _all = all;

    public int Count => _all.Count;

    /// <summary>The run's events that came to all of them.</summary>
    public long Received => _all.Sum(reporter => reporter.Received);

    /// <param name="session">The run.</param>
    /// <param name="target">Where it runs.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="typeAt">The type of the events that were meant to be sent at a time.</param>
    /// <param name="stop">Ends the attempt.</param>
    public static async Task<Reporters> OpenAsync(LoadSession session, Target target, int count, Func<long, string> typeAt, CancellationToken stop)
    {
        using var gateway = GatewayClient.Open(target.Gateway, Patience);
        var tokens = new AccessTokens(gateway, target.SigningKey, target.Token);
        var channels = session.Channels;
        var isAutomatic = channels.Kind == ChannelKind.User;
        var reporters = new Reporters([.. Enumerable.Range(0, count).Select(_ => new Reporter(session.Clock, session.Run, typeAt))]);
        try
        {
            for (var client = 0; client < count; client++)
            {
                var address = SubscriberPlan.Address(target.OriginOf(client), await tokens.ForAsync(channels.SubjectOf(client), stop), isAutomatic);
                await reporters._all[client].ConnectAsync(address, isAutomatic ? null : channels.NameOf(client), stop);
            }

            _ = reporters.ReportAsync();
            return reporters;
        }
        catch
        {
            reporters.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        foreach (var reporter in _all)
        {
            reporter.Dispose();
        }
    }

    private async Task ReportAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await Task.WhenAll(_all.Select(reporter => reporter.ReportAsync()));
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
