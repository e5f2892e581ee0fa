using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.RabbitMq;
using RabbitMQ.Client;

namespace Platform.Metrics.Throughput;

/// <summary>Asks RabbitMQ each second how many messages wait in each lane, and among the dead letters.</summary>
internal sealed class QueueDepths(RabbitMqConnections connections, QueueMetrics metrics, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    private volatile Depths? _current;

    /// <summary>As they were a second ago at most, or <c>null</c> while RabbitMQ can't be asked.</summary>
    public Depths? Current => _current;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Observe(() => Current);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await AskOnOneConnectionAsync(timer, stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Why the broker is away is told by readiness and its log line.
                _current = null;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskOnOneConnectionAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        await using var connection = await connections.OpenAsync("queue depths", stopping);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        do
        {
            _current = await AskAsync(channel, stopping);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task<Depths> AskAsync(IChannel channel, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(AnswerTimeout, clock);
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        var lanes = new Dictionary<Lane, long>();
        foreach (var lane in LaneNames.All)
        {
            lanes[lane] = await channel.MessageCountAsync(Topology.Queue(lane), canceled.Token);
        }

        return new Depths(lanes, await channel.MessageCountAsync(Topology.Dead, canceled.Token));
    }
}

/// <summary>The messages that are ready in the queues.</summary>
/// <param name="Lanes">Those that wait for the publisher.</param>
/// <param name="DeadLetters">Those that wait for a person.</param>
internal sealed record Depths(IReadOnlyDictionary<Lane, long> Lanes, long DeadLetters);
