using System.Text.Json;
using System.Threading.Channels;
using Platform.Load.Measurements;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Platform.Load.Reading;

/// <summary>RabbitMQ.Client as the publisher uses it for the normal lane: take what is there, then one cumulative ack.</summary>
internal sealed class ClientReader(Uri broker) : ILaneReader
{
    public const ushort Prefetch = 500;
    private const int MaxBatch = 200;

    public string Name => "RabbitMQ.Client, an ack a batch";

    public async Task ReadAsync(string queue, ReadingMeter meter, CancellationToken cancellationToken)
    {
        var incoming = Channel.CreateUnbounded<(ulong Tag, ReadEvent Event)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        await using var connection = await new ConnectionFactory { Uri = broker, ClientProvidedName = "load consume" }.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken);

        // The body is valid inside the handler only.
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            incoming.Writer.TryWrite((delivery.DeliveryTag, JsonSerializer.Deserialize<ReadEvent>(delivery.Body.Span)!));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);

        while (!meter.Done.IsCompleted && await incoming.Reader.WaitToReadAsync(cancellationToken))
        {
            var batch = Take(incoming.Reader);
            await channel.BasicAckAsync(batch[^1].Tag, multiple: true, cancellationToken);
            meter.Took(batch.Count);
        }
    }

    private static List<(ulong Tag, ReadEvent Event)> Take(ChannelReader<(ulong Tag, ReadEvent Event)> incoming)
    {
        List<(ulong Tag, ReadEvent Event)> batch = [];
        while (batch.Count < MaxBatch && incoming.TryRead(out var next))
        {
            batch.Add(next);
        }

        return batch;
    }
}
