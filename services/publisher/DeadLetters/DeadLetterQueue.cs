using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Platform.Publisher.DeadLetters;

/// <summary>
/// The queue of the dead letters, for people. It looks once at each message that was there at the start, so a message that comes
/// back while it runs is left for the next time; what it does not take stays where it was.
/// </summary>
internal sealed class DeadLetterQueue(IConnection connection)
{
    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    /// <summary>Shows messages and takes none.</summary>
    public Task<int> ListAsync(DeadLetterFilter filter, Action<DeadLetter> show, CancellationToken cancellationToken) =>
        VisitAsync(
            filter,
            (_, _, letter) =>
            {
                show(letter);
                return Task.FromResult(false);
            },
            cancellationToken);

    /// <summary>
    /// Sends messages to their lane again, or to the given one. Each leaves this queue when its lane has confirmed it, so a crash in
    /// between leaves it in both, and its events' ids make that one event.
    /// </summary>
    /// <returns>How many were sent, and why the last one that was refused was.</returns>
    public async Task<(int Sent, string? Refused)> RedriveAsync(DeadLetterFilter filter, Lane? lane, CancellationToken cancellationToken)
    {
        string? refused = null;
        var sent = await VisitAsync(
            filter,
            async (channel, message, letter) =>
            {
                if (lane?.Name() is not { } to)
                {
                    to = letter.Lane;
                    if (!LaneNames.TryParse(to, out _))
                    {
                        refused = $"'{to}' is no lane; name one with --lane";
                        return false;
                    }
                }

                try
                {
                    var properties = new BasicProperties { Persistent = true, ContentType = "application/json", MessageId = message.BasicProperties.MessageId };
                    await channel.BasicPublishAsync(Topology.Events, to, mandatory: true, properties, message.Body, cancellationToken);
                    return true;
                }
                catch (PublishException)
                {
                    refused = $"the lane '{to}' is full";
                    return false;
                }
            },
            cancellationToken);
        return (sent, refused);
    }

    /// <summary>Removes messages for good.</summary>
    public Task<int> PurgeAsync(DeadLetterFilter filter, CancellationToken cancellationToken) =>
        VisitAsync(filter, static (_, _, _) => Task.FromResult(true), cancellationToken);

    private async Task<int> VisitAsync(
        DeadLetterFilter filter, Func<IChannel, BasicGetResult, DeadLetter, Task<bool>> take, CancellationToken cancellationToken)
    {
        // Closing it gives back, in their places, the messages that were not taken.
        await using var channel = await connection.CreateChannelAsync(Confirmed, cancellationToken);
        var left = await channel.MessageCountAsync(Topology.Dead, cancellationToken);
        var (matched, taken) = (0, 0);
        for (; left > 0 && matched < filter.Limit; left--)
        {
            if (await channel.BasicGetAsync(Topology.Dead, autoAck: false, cancellationToken) is not { } message)
            {
                break;
            }

            var letter = DeadLetter.From(message);
            if (filter.Reason is null || filter.Reason == letter.Reason)
            {
                matched++;
                if (await take(channel, message, letter))
                {
                    await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
                    taken++;
                }
            }
        }

        return taken;
    }
}

/// <summary>Which dead letters are meant.</summary>
/// <param name="Reason">Those with this reason; all when <c>null</c>.</param>
/// <param name="Limit">At most as many, from the oldest on.</param>
internal sealed record DeadLetterFilter(string? Reason, int Limit);
