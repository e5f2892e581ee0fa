using Platform.Load.Rig;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Platform.Load.Producers;

/// <summary>
/// An exchange (the platform's is <c>events</c>), as a producer in any language uses it: persistent messages and publisher confirms, one channel, so that
/// the broker takes them in their order. A connection that ended is opened anew; what it had not confirmed stays unknown.
/// </summary>
internal sealed class AmqpDoor : IEventDoor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReopenAfter = TimeSpan.FromMilliseconds(250);

    private readonly ConnectionFactory _factory;
    private readonly IReadOnlyList<Uri> _nodes;
    private readonly AmqpAddress _address;
    private readonly Refusals _refusals;
    private ConfirmedChannel _channel;

    private AmqpDoor(ConnectionFactory factory, IReadOnlyList<Uri> nodes, AmqpAddress address, Refusals refusals, ConfirmedChannel channel) =>
        (_factory, _nodes, _address, _refusals, _channel) = (factory, nodes, address, refusals, channel);

    /// <exception cref="CannotRunException">There is no broker, or it has no such exchange.</exception>
    public static async Task<AmqpDoor> OpenAsync(
        IReadOnlyList<Uri> nodes, AmqpAddress address, string name, Refusals refusals, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            // A broker that went silent is noticed within two of them.
            RequestedHeartbeat = TimeSpan.FromSeconds(5),
        };
        try
        {
            return new AmqpDoor(factory, nodes, address, refusals, await ConfirmedChannel.OpenAsync(factory, nodes, address, refusals, cancellationToken));
        }
        catch (BrokerUnreachableException e)
        {
            throw new CannotRunException($"There is no RabbitMQ at {nodes[0].Authority}: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (OperationInterruptedException e)
        {
            throw new CannotRunException($"RabbitMQ at {nodes[0].Authority} does not take events: {e.ShutdownReason?.ReplyText}", e);
        }
    }

    public async ValueTask SendAsync(Bundle bundle, CancellationToken cancellationToken)
    {
        while (!_channel.IsOpen)
        {
            await ReopenAsync(cancellationToken);
        }

        await _channel.PublishAsync(bundle, cancellationToken);
    }

    public async Task SettleAsync()
    {
        await _channel.WaitForConfirmsAsync(Patience);
        await _channel.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        await _channel.DisposeAsync();
        try
        {
            _channel = await ConfirmedChannel.OpenAsync(_factory, _nodes, _address, _refusals, cancellationToken);
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException)
        {
            await Task.Delay(ReopenAfter, cancellationToken);
        }
    }
}
