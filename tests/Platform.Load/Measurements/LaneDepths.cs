using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using RabbitMQ.Client;

namespace Platform.Load.Measurements;

/// <summary>
/// How many messages wait in each lane's queue. Asked by AMQP, which answers for this moment; the management API says what it was up
/// to five seconds ago. What a publisher has in hand (its prefetch) is not among them.
/// </summary>
internal sealed class LaneDepths : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private LaneDepths(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<LaneDepths> OpenAsync(Uri broker, CancellationToken cancellationToken)
    {
        var connection = await new ConnectionFactory { Uri = broker, ClientProvidedName = "load depths" }.CreateConnectionAsync(cancellationToken);
        return new LaneDepths(connection, await connection.CreateChannelAsync(cancellationToken: cancellationToken));
    }

    public async Task<long> ReadAsync(Lane lane, CancellationToken cancellationToken) =>
        (await _channel.QueueDeclarePassiveAsync(Topology.Queue(lane), cancellationToken)).MessageCount;

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
