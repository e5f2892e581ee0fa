using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Publisher.Lanes;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Hosting;
using RabbitMQ.Client;

namespace Platform.Publisher.DeadLetters;

/// <summary>
/// Sets aside what could not be read, or was died of, with the reason, before its message is acked: confirmed, so that nothing is lost between
/// the two. A crash between them leaves it there twice, never nowhere.
/// </summary>
internal sealed partial class DeadLetterDoor(IOptions<ServiceOptions> service, PublisherMetrics metrics, ILogger<DeadLetterDoor> logger)
{
    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    public async Task SetAsideAsync(IConnection connection, Lane lane, Batch batch, CancellationToken cancellationToken)
    {
        if (!batch.Messages.Any(message => message.Unreadable.Count > 0))
        {
            return;
        }

        await using var channel = await connection.CreateChannelAsync(Confirmed, cancellationToken);
        foreach (var message in batch.Messages)
        {
            foreach (var unreadable in message.Unreadable)
            {
                await channel.BasicPublishAsync(
                    Topology.Dead, lane.Name(), mandatory: true, Describe(lane, message, unreadable), unreadable.Body, cancellationToken);
                metrics.SetAside(lane, unreadable.Error.Code);
                LogSetAside(lane.Name(), unreadable.Error.Code, unreadable.Error.Message);
            }
        }
    }

    private BasicProperties Describe(Lane lane, LaneMessage message, Unreadable unreadable) => new()
    {
        Persistent = true,
        ContentType = "application/json",
        Headers = new Dictionary<string, object?>
        {
            [AmqpHeaders.Reason] = unreadable.Error.Code,
            [AmqpHeaders.Detail] = unreadable.Error.Message,
            [AmqpHeaders.Lane] = lane.Name(),
            [AmqpHeaders.SetAsideBy] = service.Value.Name,
            [AmqpHeaders.FirstSeen] = (long)message.ReadAt,
        },
    };

    [LoggerMessage(110, LogLevel.Warning, "Set aside a message of the lane {Lane} ({Reason}): {Detail}")]
    private partial void LogSetAside(string lane, string reason, string detail);
}
