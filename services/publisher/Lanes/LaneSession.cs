using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Publisher.Reading;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Platform.Publisher.Lanes;

/// <summary>
/// One life of a lane's consumer: what RabbitMQ delivers is read and handed to the flow, until either side ends it.
/// </summary>
internal sealed class LaneSession(
    Lane lane,
    IConnection connection,
    IChannel channel,
    DeliveryReader reader,
    LaneFlow flow) : IAsyncDisposable
{
    private readonly Incoming _incoming = new();

    // What is in hand at a stop is appended and acked, for as long as this.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ended = new();
    private string? _why;
    private volatile bool _isDraining;

    /// <summary>Whether this session was done with any message.</summary>
    public bool HasFinishedAny => flow.HasFinishedAny;

    /// <summary>Reads until RabbitMQ ends it (then it throws) or the service stops (then it drains and returns).</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var consumer = await ConsumeAsync(_ended.Token);
        await using var stop = stoppingToken.Register(() => _ = DrainAsync(consumer));
        try
        {
            await flow.RunAsync(_incoming, _ended.Token);
        }
        catch (OperationCanceledException) when (_why is not null)
        {
            throw new LaneSessionEndedException(_why);
        }
    }

    // A message that comes again after an orderly stop would cost a look at its bytes where it has no id.
    private async Task DrainAsync(string consumer)
    {
        _isDraining = true;
        _ended.CancelAfter(DrainTime);
        try
        {
            await channel.BasicCancelAsync(consumer, cancellationToken: _ended.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or AlreadyClosedException or ObjectDisposedException)
        {
            // The session is over already.
        }

        _incoming.End();
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        _ended.Dispose();
    }

    private Task<string> ConsumeAsync(CancellationToken cancellationToken)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += OnReceivedAsync;
        consumer.ShutdownAsync += (_, reason) => EndAsync($"RabbitMQ closed the channel: {reason.ReplyText}");
        channel.CallbackExceptionAsync += (_, e) => EndAsync($"A callback failed: {e.Exception.Message}");
        connection.ConnectionShutdownAsync += (_, reason) => EndAsync($"RabbitMQ closed the connection: {reason.ReplyText}");
        consumer.UnregisteredAsync += (_, _) => _isDraining ? Task.CompletedTask : EndAsync("RabbitMQ cancelled the consumer.");
        return channel.BasicConsumeAsync(Topology.Queue(lane), autoAck: false, consumer, cancellationToken);
    }

    // The body is valid inside this handler only; the reader copies what it keeps.
    private Task OnReceivedAsync(object sender, BasicDeliverEventArgs delivery)
    {
        _incoming.Add(reader.Take(lane, delivery));
        return Task.CompletedTask;
    }

    private async Task EndAsync(string why)
    {
        _why ??= why;
        _incoming.End(new LaneSessionEndedException(why));
        await _ended.CancelAsync();
    }
}

/// <summary>The consumer's life is over.</summary>
internal sealed class LaneSessionEndedException(string why) : Exception(why);
