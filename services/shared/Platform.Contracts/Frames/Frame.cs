using System.Text;

namespace Platform.Contracts.Frames;

/// <summary>
/// Consecutive events of one channel and lane as they are stored and published: a line
/// <c>{epoch} {first offset} {count} {appended at, ms}</c>, then each event's stored JSON behind a record separator (0x1E, which
/// valid JSON never contains; compare RFC 7464). The append script writes it, the edge reads it.
/// </summary>
public sealed class Frame
{
    /// <summary>Stands before each event.</summary>
    public const byte Separator = 0x1E;

    /// <summary>The only field of a stream entry.</summary>
    public const string StreamField = "f";

    private Frame(string epoch, long first, double appendedAt, ReadOnlyMemory<byte>[] events)
    {
        Epoch = epoch;
        First = first;
        AppendedAt = appendedAt;
        Events = events;
    }

    /// <summary>The epoch that the offsets belong to.</summary>
    public string Epoch { get; }

    /// <summary>The first event's offset; the others follow without a hole.</summary>
    public long First { get; }

    /// <summary>The last event's offset.</summary>
    public long Last => First + Events.Count - 1;

    /// <summary>When the publisher handed it to Redis, in milliseconds since 1970.</summary>
    public double AppendedAt { get; }

    /// <summary>Each event's stored JSON, an object.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Events { get; }

    /// <summary>The stored JSON of the event at an offset.</summary>
    public ReadOnlyMemory<byte> Stored(long offset) => Events[(int)(offset - First)];

    /// <summary>Reads a frame; what is none was not written by us, and throws.</summary>
    public static Frame Parse(ReadOnlyMemory<byte> bytes)
    {
        var header = bytes.Span.IndexOf(Separator);
        if (header < 0)
        {
            throw new FormatException("A frame has at least one event.");
        }

        Span<Range> parts = stackalloc Range[5];
        var text = Encoding.ASCII.GetString(bytes.Span[..header]);
        if (text.AsSpan().Split(parts, ' ') != 4)
        {
            throw new FormatException($"A frame's first line has four parts: '{text}'.");
        }

        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        var first = long.Parse(text.AsSpan(parts[1]), invariant);
        var count = int.Parse(text.AsSpan(parts[2]), invariant);
        var appendedAt = double.Parse(text.AsSpan(parts[3]), invariant);
        return new Frame(text[parts[0]], first, appendedAt, Cut(bytes[(header + 1)..], count));
    }

    private static ReadOnlyMemory<byte>[] Cut(ReadOnlyMemory<byte> rest, int count)
    {
        if (count < 1)
        {
            throw new FormatException("A frame has at least one event.");
        }

        var events = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
        {
            var end = rest.Span.IndexOf(Separator);
            if ((end < 0) != (i == count - 1))
            {
                throw new FormatException($"A frame has as many events as its first line says, here {count}.");
            }

            events[i] = end < 0 ? rest : rest[..end];
            rest = rest[(end + 1)..];
        }

        return events;
    }
}
