using Platform.Publisher.Lanes;
using Platform.Publisher.Reading;

namespace Platform.Publisher.Aggregation;

/// <summary>What is appended now, in this order, and what may be acked once it is.</summary>
internal sealed record Flush(IReadOnlyList<Entry> Entries, IReadOnlyList<Ack> Acks);
