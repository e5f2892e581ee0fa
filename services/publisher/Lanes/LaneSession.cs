using System.Threading.Channels;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Contracts.Names;
using Platform.Publisher.Append;
using Platform.Publisher.DeadLetters;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Latency;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Platform.Publisher.Lanes;

/// <summary>
/// One life of a lane's consumer: read → batch → append → ack, one batch at a time, in the queue's order. A message is acked
/// only after Redis holds its events (guarantee 1), and never nacked: it would lose its place.
/// </summary>
internal sealed class LaneSession(
    Lane lane,
    IConnection connection,
    IChannel channel,
    DeliveryReader reader,
    BatchTaker batches,
    Appender appender,
    DeadLetterDoor deadLetters,
    LatencyRecorder latency,
    TimeProvider clock) : IAsyncDisposable
{
    // Holds at most the prefetch, which RabbitMQ keeps to.
    private readonly Channel<LaneMessage> _incoming =
        Channel.CreateUnbounded<LaneMessage>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource _ended = new();

    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _ended.Token);
        await ConsumeAsync(stop.Token);

        long? term = null;
        while (await _incoming.Reader.WaitToReadAsync(stop.Token))
        {
            var batch = await batches.TakeAsync(_incoming.Reader, stop.Token);
            term ??= await TakeTermAsync(stop.Token);
            await appender.AppendAsync(lane, term.Value, batch, stop.Token);
            await deadLetters.SetAsideAsync(connection, lane, batch, stop.Token);
            await channel.BasicAckAsync(batch.LastDeliveryTag, multiple: true, stop.Token);
            Record(batch);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        _ended.Dispose();
    }

    private async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += OnReceivedAsync;
        consumer.ShutdownAsync += (_, reason) => EndAsync($"RabbitMQ closed the channel: {reason.ReplyText}");
        consumer.UnregisteredAsync += (_, _) => EndAsync("RabbitMQ cancelled the consumer.");
        connection.ConnectionShutdownAsync += (_, reason) => EndAsync($"RabbitMQ closed the connection: {reason.ReplyText}");
        await channel.BasicConsumeAsync(Topology.Queue(lane), autoAck: false, consumer, cancellationToken);
    }

    // The body is valid inside this handler only; the reader copies what it keeps.
    private Task OnReceivedAsync(object sender, BasicDeliverEventArgs delivery)
    {
        _incoming.Writer.TryWrite(reader.Read(lane, delivery));
        return Task.CompletedTask;
    }

    private async Task EndAsync(string why)
    {
        if (_incoming.Writer.TryComplete(new LaneSessionEndedException(why)))
        {
            await _ended.CancelAsync();
        }
    }

    // The first delivery says that this consumer is the active one. A publisher that was frozen right then could take a newer term
    // than its successor's; the round trip on the consumer's own channel proves that RabbitMQ still counts it in after the term
    // was taken.
    private async Task<long> TakeTermAsync(CancellationToken cancellationToken)
    {
        var term = await appender.TakeTermAsync(lane, cancellationToken);
        await channel.QueueDeclarePassiveAsync(Topology.Queue(lane), cancellationToken);
        return term;
    }

    private void Record(Batch batch)
    {
        var appendedAt = clock.NowMs();
        foreach (var message in batch.Messages)
        {
            foreach (var entry in message.Entries)
            {
                latency.Record(Stage.Batch, lane, entry.EventType, appendedAt - message.ReadAt);
                if (message.IsAcceptanceKnown)
                {
                    latency.Record(Stage.Lane, lane, entry.EventType, message.ReadAt - message.AcceptedAt);
                }
            }
        }
    }
}

/// <summary>The consumer's life is over.</summary>
internal sealed class LaneSessionEndedException(string why) : Exception(why);
