using Platform.ServiceDefaults.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Platform.Load.Producers;

/// <summary>
/// One life of a channel with its confirms. They are tracked here: the client library's own tracking costs a task and an extra
/// header a message.
/// </summary>
internal sealed class ConfirmedChannel : IAsyncDisposable
{
    // Four producers at 5,000 messages/s reach it when confirms take longer than 200 ms.
    private const int Window = 256;

    private static readonly BasicProperties Properties = new() { Persistent = true, ContentType = "application/json" };

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly AmqpAddress _address;
    private readonly Refusals _refusals;
    private readonly SemaphoreSlim _window = new(Window);
    private readonly Dictionary<ulong, Bundle> _unconfirmed = [];
    private ulong _lastTag;
    private ulong _oldestTag = 1;

    private ConfirmedChannel(IConnection connection, IChannel channel, AmqpAddress address, Refusals refusals)
    {
        (_connection, _channel, _address, _refusals) = (connection, channel, address, refusals);
        channel.BasicAcksAsync += (_, ack) => Confirm(ack.DeliveryTag, ack.Multiple, Outcome.Accepted);
        channel.BasicNacksAsync += (_, nack) => Confirm(nack.DeliveryTag, nack.Multiple, Outcome.Refused);
        channel.ChannelShutdownAsync += (_, _) => Confirm(ulong.MaxValue, multiple: true, Outcome.Unknown);
    }

    public bool IsOpen => _channel.IsOpen;

    public static async Task<ConfirmedChannel> OpenAsync(
        ConnectionFactory factory, IReadOnlyList<Uri> nodes, AmqpAddress address, Refusals refusals, CancellationToken cancellationToken)
    {
        var connection = await factory.ConnectAsync(nodes, cancellationToken);
        try
        {
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), cancellationToken);
            await channel.ExchangeDeclarePassiveAsync(address.Exchange, cancellationToken);
            return new ConfirmedChannel(connection, channel, address, refusals);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes, as soon as the window of outstanding confirms has room.</summary>
    public async ValueTask PublishAsync(Bundle bundle, CancellationToken cancellationToken)
    {
        await _window.WaitAsync(cancellationToken);
        ulong tag;
        lock (_unconfirmed)
        {
            tag = ++_lastTag;
            _unconfirmed.Add(tag, bundle);
        }

        try
        {
            await _channel.BasicPublishAsync(_address.Exchange, _address.RoutingKey, mandatory: false, Properties, bundle.Body, CancellationToken.None);
        }
        catch (Exception e) when (e is AlreadyClosedException or OperationInterruptedException or IOException or ObjectDisposedException)
        {
            await Confirm(tag, multiple: true, Outcome.Unknown);
        }
    }

    /// <summary>Waits until everything is confirmed, but not for ever.</summary>
    public async Task WaitForConfirmsAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            for (var taken = 0; taken < Window; taken++)
            {
                await _window.WaitAsync(timeout.Token);
            }
        }
        catch (OperationCanceledException)
        {
            await Confirm(ulong.MaxValue, multiple: true, Outcome.Unknown);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await Confirm(ulong.MaxValue, multiple: true, Outcome.Unknown);
    }

    private Task Confirm(ulong tag, bool multiple, Outcome outcome)
    {
        List<Bundle> settled = [];
        lock (_unconfirmed)
        {
            if (!multiple)
            {
                Take(tag, settled);
            }
            else
            {
                for (var last = Math.Min(tag, _lastTag); _oldestTag <= last; _oldestTag++)
                {
                    Take(_oldestTag, settled);
                }
            }
        }

        foreach (var bundle in settled)
        {
            if (outcome != Outcome.Accepted)
            {
                _refusals.Count(outcome == Outcome.Refused ? "nack" : "no confirm");
            }

            bundle.Settle(outcome, outcome == Outcome.Refused ? "RabbitMQ nacked it." : "RabbitMQ did not confirm it.");
        }

        if (settled.Count > 0)
        {
            _window.Release(settled.Count);
        }

        return Task.CompletedTask;
    }

    private void Take(ulong tag, List<Bundle> settled)
    {
        if (_unconfirmed.Remove(tag, out var bundle))
        {
            settled.Add(bundle);
        }
    }
}
