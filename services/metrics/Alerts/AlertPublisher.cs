using System.Buffers;
using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using System.Threading.Channels;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.RabbitMq;
using RabbitMQ.Client;

namespace Platform.Metrics.Alerts;

/// <summary>
/// Publishes alerts as any producer would, on the road of all events. One that RabbitMQ did not confirm is sent again, with the same id;
/// of a flood the oldest ones are given up.
/// </summary>
internal sealed class AlertPublisher(RabbitMqConnections connections, TimeProvider clock) : BackgroundService
{
    private const Lane AlertLane = Lane.High;
    private const int MaxWaiting = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<AlertState> _waiting = Channel.CreateBounded<AlertState>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Publish(AlertState alert) => _waiting.Writer.TryWrite(alert);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var alert in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            while (!await TryPublishAsync(alert, stoppingToken))
            {
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    // A connection for each: alerts are rare.
    private async Task<bool> TryPublishAsync(AlertState alert, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            await using var connection = await connections.OpenAsync("alerts", canceled.Token);
            await using var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), canceled.Token);
            var properties = new BasicProperties
            {
                ContentType = MediaTypeNames.Application.Json,
                Persistent = true,
                Headers = new Dictionary<string, object?> { [AmqpHeaders.AcceptedAt] = clock.NowMs() },
            };
            await channel.BasicPublishAsync(Topology.Events, AlertLane.Name(), mandatory: true, properties, Body(alert), canceled.Token);
            return true;
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // Why the broker is away is told by readiness and its log line.
            return false;
        }
    }

    /// <summary>The event; its id says which change of which alert it is.</summary>
    internal static ReadOnlyMemory<byte> Body(AlertState alert)
    {
        var body = new ArrayBufferWriter<byte>(512);
        EventWriter.Write(body, new Event
        {
            Id = $"{OpsTopics.Alerts}:{alert.Name}:{alert.State}:{alert.SinceMs.ToString(CultureInfo.InvariantCulture)}",
            EventType = OpsTopics.Alerts,
            Lane = AlertLane,
            Topic = OpsTopics.Alerts,
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(alert.SinceMs).UtcDateTime,
            Data = JsonSerializer.SerializeToUtf8Bytes(alert),
        });
        return body.WrittenMemory;
    }
}
