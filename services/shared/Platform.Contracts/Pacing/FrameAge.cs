using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Platform.Contracts.Pacing;

/// <summary>
/// How old frames are when an edge node hands them to its connections, on average since its last report. Nodes report it four times
/// a second, and the publisher paces its lanes by it (guarantee 7). On the wire: the numbers and the node's name, by spaces.
/// </summary>
/// <param name="Node">The node's name.</param>
/// <param name="HighMs">The age of the high lane's frames. Unit: milliseconds; 0 when there were none.</param>
/// <param name="NormalMs">The age of the normal lane's frames. Unit: milliseconds; 0 when there were none.</param>
public sealed record FrameAge(string Node, double HighMs, double NormalMs)
{
    /// <summary>How often a node reports.</summary>
    public static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>What is sent.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{HighMs:0.###} {NormalMs:0.###} {Node}");

    /// <summary>Reads what was sent.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out FrameAge? age)
    {
        age = null;
        var parts = (text ?? "").Split(' ', 3);
        if (parts.Length == 3 && TryParseAge(parts[0], out var high) && TryParseAge(parts[1], out var normal))
        {
            age = new FrameAge(parts[2], high, normal);
        }

        return age is not null;
    }

    private static bool TryParseAge(string text, out double milliseconds) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out milliseconds) && double.IsFinite(milliseconds);
}
