namespace Platform.Publisher.Lanes;

/// <summary>One ack to RabbitMQ: of one message, or of all up to it.</summary>
internal readonly record struct Ack(ulong DeliveryTag, bool Multiple)
{
    /// <summary>
    /// The fewest acks for messages that are done: one for all before the oldest that is held, and one each for those behind it,
    /// since a cumulative ack there would lose what is held. No message is acked twice, which would end the channel.
    /// </summary>
    public static IReadOnlyList<Ack> For(IEnumerable<ulong> done, ulong? oldestHeld)
    {
        List<Ack> acks = [];
        ulong last = 0;
        foreach (var tag in done)
        {
            if (tag < (oldestHeld ?? ulong.MaxValue))
            {
                last = Math.Max(last, tag);
            }
            else
            {
                acks.Add(new Ack(tag, Multiple: false));
            }
        }

        return last == 0 ? acks : [new Ack(last, Multiple: true), .. acks];
    }
}
