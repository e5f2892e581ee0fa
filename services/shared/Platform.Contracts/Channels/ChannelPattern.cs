namespace Platform.Contracts.Channels;

/// <summary>
/// Names channels in rights and rules: a channel's name, or a beginning of one that ends in <c>*</c>
/// (<c>topic:*</c>, <c>location:7</c>, <c>*</c>).
/// </summary>
public static class ChannelPattern
{
    /// <summary>What a pattern is, for people.</summary>
    public const string Rule = "user:ID, location:ID, topic:NAME, broadcast, or the beginning of one and '*'";

    /// <summary>Whether it can name a channel.</summary>
    public static bool IsValid(string pattern) => pattern.EndsWith('*') || ChannelName.IsValid(pattern);

    /// <summary>Whether the channel is among those that the pattern names.</summary>
    public static bool Matches(string pattern, string channel) =>
        pattern.EndsWith('*')
            ? channel.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
            : string.Equals(pattern, channel, StringComparison.Ordinal);

    /// <summary>Whether the channel is among those that any of the patterns names.</summary>
    public static bool MatchesAny(IReadOnlyList<string> patterns, string channel)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Matches(patterns[i], channel))
            {
                return true;
            }
        }

        return false;
    }
}
