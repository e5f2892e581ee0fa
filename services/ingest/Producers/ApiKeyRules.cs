using System.Security.Cryptography;
using System.Text;
using Platform.Contracts.Channels;
using Platform.Contracts.Lanes;

namespace Platform.Ingest.Producers;

/// <summary>What is wrong with the configured keys, all at once.</summary>
internal static class ApiKeyRules
{
    /// <summary>Development's key. It is public, hence refused wherever keys are configured.</summary>
    public const string DevelopmentKey = "dev-key";

    private const int MinKeyLength = 16;

    public static IEnumerable<string> Check(IList<ApiKeyOptions> keys)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < keys.Count; i++)
        {
            var key = keys[i];
            var place = $"{IngestOptions.SectionName}:ApiKeys:{i}";
            foreach (var error in CheckSecret(key).Concat(CheckRights(key)))
            {
                yield return $"{place}: {error}";
            }

            if ((key.Key is null) != (key.KeySha256 is null) && !seen.Add(Convert.ToHexString(Hash(key))))
            {
                yield return $"{place}: the same key stands there twice; which rights it has would be left to chance.";
            }
        }
    }

    /// <summary>The SHA-256 of the key, whichever way it was given.</summary>
    public static byte[] Hash(ApiKeyOptions key) =>
        key.Key is { } plain ? SHA256.HashData(Encoding.UTF8.GetBytes(plain))
        : IsSha256(key.KeySha256) ? Convert.FromHexString(key.KeySha256!)
        : [];

    private static IEnumerable<string> CheckSecret(ApiKeyOptions key)
    {
        if (string.IsNullOrWhiteSpace(key.Name))
        {
            yield return "Name is required.";
        }

        if ((key.Key is null) == (key.KeySha256 is null))
        {
            yield return "Give either Key or KeySha256.";
        }
        else if (key.KeySha256 is not null && !IsSha256(key.KeySha256))
        {
            yield return "KeySha256 is 64 hexadecimal digits, as sha256sum prints them.";
        }
        else if (Hash(key).AsSpan().SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(DevelopmentKey))))
        {
            yield return $"'{DevelopmentKey}' is public. Make a secret of your own, for instance with: openssl rand -hex 24";
        }
        else if (key.Key is { Length: < MinKeyLength })
        {
            yield return $"A key has at least {MinKeyLength} characters. Make one, for instance with: openssl rand -hex 24";
        }
    }

    private static IEnumerable<string> CheckRights(ApiKeyOptions key)
    {
        if (key.Channels is { Count: 0 })
        {
            yield return "Channels is empty, which allows nothing; leave it out to allow all.";
        }

        if (key.Lanes is { Count: 0 })
        {
            yield return "Lanes is empty, which allows nothing; leave it out to allow all.";
        }

        foreach (var lane in key.Lanes ?? [])
        {
            if (!LaneNames.TryParse(lane, out _))
            {
                yield return $"'{lane}' is no lane: critical, high, normal.";
            }
        }

        foreach (var pattern in key.Channels ?? [])
        {
            if (!ChannelPattern.IsValid(pattern))
            {
                yield return $"'{pattern}' names no channel: {ChannelPattern.Rule}.";
            }
        }
    }

    private static bool IsSha256(string? hex) =>
        hex is { Length: 2 * SHA256.HashSizeInBytes } && hex.All(char.IsAsciiHexDigit);
}
