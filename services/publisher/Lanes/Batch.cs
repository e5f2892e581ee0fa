using Platform.Publisher.Reading;

namespace Platform.Publisher.Lanes;

/// <summary>The messages that one flush takes, in the queue's order; none, where only what was held is due.</summary>
internal sealed class Batch(IReadOnlyList<LaneMessage> messages)
{
    public IReadOnlyList<LaneMessage> Messages { get; } = messages;

    public int Events { get; } = messages.Sum(message => message.Entries.Count);

    public bool IsRedelivered => Messages.Count > 0 && Messages[0].IsRedelivered;
}
