using System.Buffers.Binary;
using Platform.Contracts.Events;

namespace Platform.Publisher.Reading;

/// <summary>What is appended as one event: its stored JSON, and the ids by which it is known from then on.</summary>
internal record Entry
{
    /// <summary>The delivery that it came in.</summary>
    public required LaneMessage Message { get; init; }

    /// <summary>Its place in the delivery, from 0; those that could not be read have one too.</summary>
    public int Index { get; init; }

    public required string Channel { get; init; }

    /// <summary>The event, complete; its data is a slice of <see cref="Body"/>.</summary>
    public required Event Event { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Hashes of the ids that it stands for: one, or those of an aggregate. A known one is not appended again.</summary>
    public required IReadOnlyList<byte[]> Ids { get; init; }

    /// <summary>Further hashes that are remembered, but not looked at for this entry.</summary>
    public IReadOnlyList<byte[]> Fingerprints { get; init; } = [];

    /// <summary>The events that it stands for, as they were read.</summary>
    public virtual IReadOnlyList<Entry> Parts => [this];

    /// <summary>What is left of it once these are known, by <see cref="HashOf"/>; <c>null</c> if nothing is.</summary>
    public virtual Entry? Without(IReadOnlySet<UInt128> known) => known.Contains(HashOf(Ids[0])) ? null : this;

    /// <summary>An id's hash as a value that can be compared.</summary>
    public static UInt128 HashOf(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt128BigEndian(id);
}
