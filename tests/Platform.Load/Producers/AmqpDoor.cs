using Platform.Contracts.Lanes;
using Platform.Load.Rig;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Platform.Load.Producers;

/// <summary>
/// Exchange <c>events</c>, as a producer in any language uses it: persistent messages and publisher confirms, one channel, so that
/// the broker takes them in their order. A connection that ended is opened anew; what it had not confirmed stays unknown.
/// </summary>
internal sealed class AmqpDoor : IEventDoor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReopenAfter = TimeSpan.FromMilliseconds(250);

    private readonly ConnectionFactory _factory;
    private readonly Lane _lane;
    private ConfirmedChannel _channel;

    private AmqpDoor(ConnectionFactory factory, Lane lane, ConfirmedChannel channel) =>
        (_factory, _lane, _channel) = (factory, lane, channel);

    /// <exception cref="CannotRunException">There is no broker, or it has no exchange <c>events</c>.</exception>
    public static async Task<AmqpDoor> OpenAsync(Uri broker, Lane lane, string name, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = broker,
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            // A broker that went silent is noticed within two of them.
            RequestedHeartbeat = TimeSpan.FromSeconds(5),
        };
        try
        {
            return new AmqpDoor(factory, lane, await ConfirmedChannel.OpenAsync(factory, cancellationToken));
        }
        catch (BrokerUnreachableException e)
        {
            throw new CannotRunException($"There is no RabbitMQ at {broker.Host}:{broker.Port}: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (OperationInterruptedException e)
        {
            throw new CannotRunException($"RabbitMQ at {broker.Host}:{broker.Port} does not take events: {e.ShutdownReason?.ReplyText}", e);
        }
    }

    public async ValueTask SendAsync(Bundle bundle, CancellationToken cancellationToken)
    {
        while (!_channel.IsOpen)
        {
            await ReopenAsync(cancellationToken);
        }

        await _channel.PublishAsync(bundle, _lane, cancellationToken);
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
            _channel = await ConfirmedChannel.OpenAsync(_factory, cancellationToken);
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException)
        {
            await Task.Delay(ReopenAfter, cancellationToken);
        }
    }
}
