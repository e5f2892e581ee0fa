using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.RabbitMq;
using RabbitMQ.Client;

namespace Platform.Metrics.Throughput;

/// <summary>Asks RabbitMQ each second how many messages wait in each lane.</summary>
internal sealed class QueueDepths(RabbitMqConnections connections, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    private volatile IReadOnlyDictionary<Lane, long>? _current;

    /// <summary>The messages ready in each lane's queue, or <c>null</c> while RabbitMQ can't be asked.</summary>
    public IReadOnlyDictionary<Lane, long>? Current => _current;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
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

    private async Task<IReadOnlyDictionary<Lane, long>> AskAsync(IChannel channel, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(AnswerTimeout, clock);
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        var depths = new Dictionary<Lane, long>();
        foreach (var lane in LaneNames.All)
        {
            var queue = await channel.QueueDeclarePassiveAsync(Topology.Queue(lane), canceled.Token);
            depths[lane] = queue.MessageCount;
        }

        return depths;
    }
}
