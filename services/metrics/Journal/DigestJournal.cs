using System.Text.Json;
using Platform.Contracts.Latency;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Metrics.Journal;

/// <summary>
/// The digests of the last minutes in Redis, in one order and with the times of one clock: what every replica reads, and what is left
/// after a restart. The replicas share the work of writing.
/// </summary>
internal sealed class DigestJournal(RedisConnections redis, RedisNames names)
{
    /// <summary>Covers the five-minute window, from the beginning of a minute on.</summary>
    public const int KeptSeconds = 370;

    private const string Body = "d";
    private const string MessageId = "m";
    private const int PageSize = 500;

    // What it must have and has not is no digest.
    private static readonly JsonSerializerOptions Strict = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public async Task AppendAsync(Guid messageId, LatencyDigest digest, double nowMs)
    {
        var database = await DatabaseAsync();
        NameValueEntry[] fields = [new(Body, JsonSerializer.SerializeToUtf8Bytes(digest)), new(MessageId, messageId.ToByteArray())];
        await database.ExecuteAsync(
            "XADD", (RedisKey)names.MetricsDigests, "MINID", "~", (long)nowMs - (KeptSeconds * 1000L), "*",
            fields[0].Name, fields[0].Value, fields[1].Name, fields[1].Value);
    }

    /// <summary>Milliseconds since 1970, by the clock that gives the entries their ids.</summary>
    public async Task<long> TimeAsync()
    {
        var time = (RedisResult[])(await (await DatabaseAsync()).ScriptEvaluateAsync("return redis.call('TIME')", [names.MetricsDigests]))!;
        return ((long)time[0] * 1000) + ((long)time[1] / 1000);
    }

    /// <summary>The entries after an id, through a second.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(string after, long throughSecond)
    {
        var database = await DatabaseAsync();
        var last = (((throughSecond + 1) * 1000) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        List<JournalEntry> read = [];
        while (true)
        {
            var page = await database.StreamRangeAsync(names.MetricsDigests, $"({after}", last, PageSize);
            read.AddRange(page.Select(ReadEntry));
            if (page.Length < PageSize)
            {
                return read;
            }

            after = page[^1].Id!;
        }
    }

    internal static JournalEntry ReadEntry(StreamEntry entry)
    {
        string id = entry.Id!;
        var second = long.Parse(id.AsSpan(0, id.IndexOf('-', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture) / 1000;
        return (byte[]?)entry[MessageId] is { Length: 16 } messageId
            ? new JournalEntry(id, second, new Guid(messageId), ReadDigest(entry[Body]))
            : new JournalEntry(id, second, Guid.Empty, Digest: null);
    }

    private static LatencyDigest? ReadDigest(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<LatencyDigest>(body.Span, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<IDatabase> DatabaseAsync() => (await redis.GetAsync(RedisPurpose.Metrics)).GetDatabase();
}

/// <summary>One digest as it was written down.</summary>
/// <param name="Id">Its place.</param>
/// <param name="Second">When that was.</param>
/// <param name="MessageId">The message that it came in: one that RabbitMQ delivered twice stands there twice.</param>
/// <param name="Digest">The digest, or <c>null</c> where it can't be read.</param>
internal sealed record JournalEntry(string Id, long Second, Guid MessageId, LatencyDigest? Digest);
