using System.Text;
using System.Text.Json;
using Platform.Contracts.Names;
using RabbitMQ.Client;

namespace Platform.IntegrationTests.Road;

/// <summary>A producer as any language has it: JSON to the exchange, confirmed.</summary>
internal sealed class EventProducer : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private EventProducer(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public static async Task<EventProducer> OpenAsync(Uri url)
    {
        var connection = await new ConnectionFactory { Uri = url }.CreateConnectionAsync();
        return new EventProducer(connection, await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    public async Task PublishAsync(string lane, object body, string? messageId = null)
    {
        var bytes = body is string text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(body);
        var properties = new BasicProperties { Persistent = true, ContentType = "application/json", MessageId = messageId };
        await _channel.BasicPublishAsync(Topology.Events, lane, mandatory: true, properties, bytes);
    }

    /// <summary>Publishes one after the other, a window of confirms outstanding; completes when all are confirmed.</summary>
    public async Task PourAsync(string lane, int count, Func<int, object> body, int perSecond = int.MaxValue)
    {
        const int Window = 100;
        var confirms = new Queue<Task>();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var n = 0; n < count; n++)
        {
            while (clock.Elapsed.TotalSeconds * perSecond < n)
            {
                await Task.Delay(1);
            }

            if (confirms.Count == Window)
            {
                await confirms.Dequeue();
            }

            confirms.Enqueue(PublishAsync(lane, body(n)));
        }

        await Task.WhenAll(confirms);
    }

    /// <summary>Takes the dead letters, waiting until there are as many.</summary>
    public async Task<IReadOnlyList<DeadLetter>> TakeDeadLettersAsync(int count)
    {
        List<DeadLetter> letters = [];
        for (var deadline = DateTime.UtcNow.AddSeconds(20); letters.Count < count && DateTime.UtcNow < deadline; await Task.Delay(50))
        {
            while (await _channel.BasicGetAsync(Topology.Dead, autoAck: true) is { } letter)
            {
                var headers = letter.BasicProperties.Headers ?? new Dictionary<string, object?>();
                letters.Add(new DeadLetter(
                    Encoding.UTF8.GetString(letter.Body.Span),
                    letter.RoutingKey,
                    headers.TryGetValue(AmqpHeaders.Reason, out var reason) ? Encoding.UTF8.GetString((byte[])reason!) : null));
            }
        }

        return letters;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}

internal sealed record DeadLetter(string Body, string RoutingKey, string? Reason);
