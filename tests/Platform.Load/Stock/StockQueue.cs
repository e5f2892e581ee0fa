using Platform.Load.Rig;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Platform.Load.Stock;

/// <summary>The one queue of the stock build, of the lanes' type. It is there while a comparison runs.</summary>
internal static class StockQueue
{
    public const string Name = "stock-events";

    /// <summary>The exchange that MassTransit puts before the queue.</summary>
    public static readonly Uri Address = new($"exchange:{Name}");

    /// <summary>Where MassTransit puts what the consumer failed on, and what it could not read.</summary>
    private static readonly string[] Others = [$"{Name}_error", $"{Name}_skipped"];

    /// <summary>Removes it and what it holds: also what a comparison that was killed left behind.</summary>
    /// <exception cref="CannotRunException">There is no broker.</exception>
    public static async Task DeleteAsync(Uri broker, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await new ConnectionFactory { Uri = broker, ClientProvidedName = "load stock" }.CreateConnectionAsync(cancellationToken);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            foreach (var name in (string[])[Name, .. Others])
            {
                await channel.QueueDeleteAsync(name, cancellationToken: cancellationToken);
                await channel.ExchangeDeleteAsync(name, cancellationToken: cancellationToken);
            }
        }
        catch (BrokerUnreachableException e)
        {
            throw new CannotRunException($"There is no RabbitMQ at {broker.Host}:{broker.Port}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}
