using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Platform.Contracts.Lanes;

namespace Platform.Contracts.Pacing;

/// <summary>
/// Goes from a publisher behind its frames, and from every edge node that it comes to back again: that node has got the frames before it.
/// By this a publisher knows how far it is ahead of them (guarantee 7). On the wire: lane, number and sender, by spaces.
/// </summary>
/// <param name="Lane">Of which lane the frames are.</param>
/// <param name="Number">Of two of one publisher, the later one's is larger.</param>
/// <param name="Sender">On the way out the publisher, which is where it goes back to; on the way back the node.</param>
public sealed record Marker(Lane Lane, long Number, string Sender)
{
    /// <summary>What is sent.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lane.Name()} {Number} {Sender}");

    /// <summary>Reads what was sent.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Marker? marker)
    {
        marker = null;
        var parts = (text ?? "").Split(' ', 3);
        if (parts.Length == 3
            && LaneNames.TryParse(parts[0], out var lane)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            marker = new Marker(lane, number, parts[2]);
        }

        return marker is not null;
    }
}
