using System.Globalization;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;

namespace Platform.Edge.History;

/// <summary>What Redis says of a channel: its epoch, the newest offset of each lane, and the epochs before.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Newest">The newest offsets, by lane.</param>
/// <param name="Former">
/// The epochs before with the last offsets that survived them, by lane, a line each; the newest first. Read when it is asked for: a
/// node keeps one of these for each channel, and hardly anyone comes from an epoch before.
/// </param>
/// <param name="IsCache">Whether the channel carries a latest value, which a new subscriber gets at once.</param>
internal sealed record ChannelState(string Epoch, long[] Newest, string Former, bool IsCache = false)
{
    /// <summary>Whether anything was published under this epoch; before, nothing tells what kind of channel it will be.</summary>
    public bool IsUsed => Array.Exists(Newest, offset => offset > 0);

    /// <summary>The offset after which a stream without a position starts, in a lane whose newest offset is the given one.</summary>
    public long StartAt(long newest) => IsCache && newest > 0 ? newest - 1 : newest;

    public Offsets NewestOffsets => Offsets.From(lane => Newest[(int)lane]);

    /// <summary>
    /// How far the history of an epoch is also this one's: to the newest offset for the present epoch, to the last one that
    /// survived for a former epoch, nowhere (<c>null</c>) for one that is not known.
    /// </summary>
    public long? SharedUpTo(string epoch, Lane lane) =>
        epoch == Epoch ? Newest[(int)lane]
        : ReadFormer().TryGetValue(epoch, out var offsets) ? offsets[(int)lane]
        : null;

    /// <summary>
    /// Whether the epoch is one before this one. An answer of such an epoch comes from a server whose place another one took while it was
    /// frozen or cut off, and that takes itself for the master still: an epoch that is over never comes back.
    /// </summary>
    public bool IsAfter(string epoch) => epoch != Epoch && ReadFormer().ContainsKey(epoch);

    public static ChannelState Parse(string epoch, string critical, string high, string normal, string former, bool cache = false) =>
        new(epoch, [Number(critical), Number(high), Number(normal)], former, cache);

    private Dictionary<string, long[]> ReadFormer()
    {
        Dictionary<string, long[]> former = [];
        foreach (var line in Former.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ');
            var offsets = parts[1..].Select(Number).ToArray();
            // What survived an older epoch is at most what survived each one after it.
            if (former.Values.LastOrDefault() is { } newer)
            {
                offsets = offsets.Zip(newer, Math.Min).ToArray();
            }

            former[parts[0]] = offsets;
        }

        return former;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
