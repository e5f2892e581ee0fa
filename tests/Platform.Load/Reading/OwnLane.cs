using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Load.Events;
using Platform.Load.Proof;
using Platform.Load.Rig;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Platform.Load.Reading;

/// <summary>A queue like a lane's, of this run alone and with a name of its own. It goes with the run.</summary>
internal sealed class OwnLane : IAsyncDisposable
{
    private const int PayloadBytes = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly BasicProperties Properties = new() { Persistent = true, ContentType = "application/json" };

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly LoadEventWriter _writer;
    private readonly uint _run = (uint)Random.Shared.NextInt64(uint.MaxValue);

    private OwnLane(IConnection connection, IChannel channel)
    {
        (_connection, _channel) = (connection, channel);
        _writer = new LoadEventWriter(_run, new LoadChannels(ChannelKind.Topic, 1), PayloadBytes);
    }

    /// <summary>A lane's arguments, and a life that ends by itself where the run was killed.</summary>
    public static IReadOnlyDictionary<string, object?> Arguments { get; } =
        new Dictionary<string, object?>(Topology.LaneArguments) { ["x-expires"] = (int)TimeSpan.FromMinutes(10).TotalMilliseconds };

    public string Queue => $"consume-{_run:x8}";

    /// <exception cref="CannotRunException">There is no broker.</exception>
    public static async Task<OwnLane> OpenAsync(Uri broker, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await new ConnectionFactory { Uri = broker, ClientProvidedName = "load consume" }.CreateConnectionAsync(cancellationToken);
            var lane = new OwnLane(connection, await connection.CreateChannelAsync(cancellationToken: cancellationToken));
            await lane._channel.QueueDeclareAsync(
                lane.Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(Arguments), cancellationToken: cancellationToken);
            return lane;
        }
        catch (BrokerUnreachableException e)
        {
            throw new CannotRunException($"There is no RabbitMQ at {broker.Host}:{broker.Port}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    /// <summary>Puts single events into the empty queue, and returns when all are there.</summary>
    public async Task FillAsync(int messages, CancellationToken cancellationToken)
    {
        for (var number = 0; number < messages; number++)
        {
            var body = _writer.Write([new SentEvent(0, 0, Lane.Normal, number, 0)], asArray: false);
            await _channel.BasicPublishAsync("", Queue, mandatory: false, Properties, body, cancellationToken);
        }

        while (await _channel.MessageCountAsync(Queue, cancellationToken) < messages)
        {
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // MassTransit made an exchange of the queue's name before it.
        await _channel.QueueDeleteAsync(Queue);
        await _channel.ExchangeDeleteAsync(Queue);
        await _connection.DisposeAsync();
    }
}
