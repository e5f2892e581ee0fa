using System.Buffers;
using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.RabbitMq;
using RabbitMQ.Client;

namespace Platform.Metrics.Dashboard;

/// <summary>
/// Publishes a snapshot at the beginning of each second, as any producer would: over RabbitMQ, through the road that it tells about,
/// so that the dashboard is an ordinary subscriber and even an idle platform shows how long its road takes.
/// </summary>
internal sealed class SnapshotPublisher(SnapshotReport report, RabbitMqConnections connections, TimeProvider clock) : BackgroundService
{
    private const Lane SnapshotLane = Lane.High;

    // A broker that takes no more for now must not make snapshots of different times come at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private long _second;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PublishOnOneConnectionAsync(stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Why the broker is away is told by readiness and its log line; the next snapshot makes up for those that are missing.
                await NextSecondAsync(stoppingToken);
            }
        }
    }

    private async Task PublishOnOneConnectionAsync(CancellationToken stopping)
    {
        await using var connection = await connections.OpenAsync("snapshots", stopping);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        while (true)
        {
            var second = await NextSecondAsync(stopping);
            using var timeout = new CancellationTokenSource(Patience, clock);
            using var canceled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
            await channel.BasicPublishAsync(
                Topology.Events, SnapshotLane.Name(), mandatory: false, Properties(), Body(second, report.Next()), canceled.Token);
        }
    }

    // A timer that fires a little early, or a clock that is set back a little, gives no second twice.
    private async Task<DateTimeOffset> NextSecondAsync(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var second = now.ToUnixTimeSeconds();
        _second = (_second - second is 0 or 1 ? _second : second) + 1;
        var next = DateTimeOffset.FromUnixTimeSeconds(_second);
        await Task.Delay(next - now, clock, stopping);
        return next;
    }

    private BasicProperties Properties() => new()
    {
        ContentType = MediaTypeNames.Application.Json,
        Persistent = true,
        Headers = new Dictionary<string, object?> { [AmqpHeaders.AcceptedAt] = clock.NowMs() },
    };

    /// <summary>The event. Every replica gives the second's snapshot the same id, so that only the first one is appended.</summary>
    internal static ReadOnlyMemory<byte> Body(DateTimeOffset second, Snapshot snapshot)
    {
        var body = new ArrayBufferWriter<byte>(2_048);
        EventWriter.Write(body, new Event
        {
            Id = $"{OpsTopics.Metrics}:{second.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}",
            EventType = OpsTopics.Metrics,
            Lane = SnapshotLane,
            Topic = OpsTopics.Metrics,
            Timestamp = second.UtcDateTime,
            Data = JsonSerializer.SerializeToUtf8Bytes(snapshot),
        });
        return body.WrittenMemory;
    }
}
