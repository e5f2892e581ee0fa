using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Platform.ServiceDefaults.RabbitMq;

/// <summary>Declares <see cref="Topology"/>. It is safe to repeat, and every service does so whenever it connects.</summary>
public static class TopologyDeclaration
{
    private const ushort PreconditionFailed = 406;

    /// <summary>Declares exchanges, queues and bindings.</summary>
    /// <exception cref="TopologyMismatchException">The broker holds a queue or exchange of that name with other arguments.</exception>
    public static async Task DeclareAsync(IConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
            {
                // The dead letters first: what the others point to must be there before anything can arrive.
                await channel.ExchangeDeclareAsync(Topology.Dead, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
                await DeclareQueueAsync(channel, Topology.Dead, Topology.DeadArguments, Topology.Dead, "", cancellationToken).ConfigureAwait(false);
                await channel.ExchangeDeclareAsync(
                    Topology.Events, ExchangeType.Direct, durable: true, arguments: ToTable(Topology.EventsArguments), cancellationToken: cancellationToken).ConfigureAwait(false);
                foreach (var lane in LaneNames.All)
                {
                    await DeclareQueueAsync(channel, Topology.Queue(lane), Topology.LaneArguments, Topology.Events, lane.Name(), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == PreconditionFailed)
        {
            throw new TopologyMismatchException(e);
        }
    }

    private static async Task DeclareQueueAsync(
        IChannel channel, string queue, IReadOnlyDictionary<string, object?> arguments, string exchange, string routingKey, CancellationToken cancellationToken)
    {
        await channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, ToTable(arguments), cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueBindAsync(queue, exchange, routingKey, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, object?> ToTable(IReadOnlyDictionary<string, object?> arguments) => new(arguments);
}
