using Platform.Publisher.Reading;

namespace Platform.Publisher.Lanes;

/// <summary>The messages that one flush takes, in the queue's order.</summary>
internal sealed class Batch(IReadOnlyList<LaneMessage> messages)
{
    public IReadOnlyList<LaneMessage> Messages { get; } = messages;

    public ulong LastDeliveryTag => Messages[^1].DeliveryTag;

    public bool IsRedelivered => Messages[0].IsRedelivered;

    public int EventCount => Messages.Sum(message => message.Entries.Count);

    public IEnumerable<Entry> Entries => Messages.SelectMany(message => message.Entries);
}
