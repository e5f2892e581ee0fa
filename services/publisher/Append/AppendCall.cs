using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Publisher.Append;

/// <summary>The keys and arguments of one call of append.lua; the same object is sent again while its outcome is unknown.</summary>
internal sealed class AppendCall
{
    private const int AfterIndex = 9;

    private readonly List<List<Entry>> _channels;
    private readonly Link? _link;

    private AppendCall(Lane lane, RedisKey[] keys, RedisValue[] arguments, List<List<Entry>> channels, Link? link)
    {
        Lane = lane;
        Keys = keys;
        Arguments = arguments;
        _channels = channels;
        _link = link;
    }

    public Lane Lane { get; }

    public RedisKey[] Keys { get; }

    public RedisValue[] Arguments { get; }

    /// <summary>Whether Redis takes it only if it has run the call before.</summary>
    public bool IsBehindAnother => Arguments[AfterIndex] != 0;

    /// <summary>Waits for the call before; from then on, this one depends on nothing.</summary>
    public async Task PreviousAsync()
    {
        await _link!.Previous;
        Arguments[AfterIndex] = 0;
    }

    public static AppendCall For(
        RedisNames names,
        Lane lane,
        long term,
        double nowMs,
        AppendOptions options,
        bool keepAllIds,
        bool isSharded,
        Link? link,
        IReadOnlyList<Entry> entries)
    {
        HistoryRules rules = new(options);
        List<RedisKey> keys = [];
        List<RedisValue> arguments =
        [
            lane.Name(),
            term,
            Epoch.New(),
            Math.Round(nowMs, 3),
            options.IdWindowSeconds * 1000L,
            options.IdleHours * 3_600_000L,
            keepAllIds,
            isSharded ? "SPUBLISH" : "PUBLISH",
            link?.Number ?? 0,
            link?.After ?? 0,
            .. rules.Arguments,
        ];
        var channels = GroupByChannel(entries);
        foreach (var channel in channels)
        {
            var name = channel[0].Channel;
            keys.Add(names.State(name));
            keys.Add(names.History(name, lane));
            keys.Add(names.Ids(name));
            keys.Add(names.OlderIds(name));
            arguments.Add(names.Live(name, lane));
            arguments.Add(rules.RuleOf(name));
            arguments.Add(channel.Count);
            foreach (var entry in channel)
            {
                AddEntry(arguments, entry);
            }
        }

        if (link is not null)
        {
            keys.Add(names.Chain(lane));
        }

        return new AppendCall(lane, [.. keys], [.. arguments], channels, link);
    }

    /// <summary>
    /// What the answer leaves to append, in order: in each channel the first aggregate that held known ids, made anew without those
    /// events, and what came behind it.
    /// </summary>
    public List<Entry> Rest(RedisResult answer)
    {
        List<Entry> rest = [];
        foreach (var refusal in (RedisResult[])answer[1]!)
        {
            var place = (RedisResult[])refusal!;
            var channel = _channels[(int)place[0]];
            var index = (int)place[1];
            if (channel[index].Without(place[2..].Select(id => Entry.HashOf((byte[])id!)).ToHashSet()) is { } left)
            {
                rest.Add(left);
            }

            rest.AddRange(channel[(index + 1)..]);
        }

        return rest;
    }

    private static void AddEntry(List<RedisValue> arguments, Entry entry)
    {
        arguments.Add(entry.Body);
        arguments.Add(entry.Ids.Count);
        arguments.Add(entry.Fingerprints.Count);
        foreach (var id in entry.Ids)
        {
            arguments.Add(id);
        }

        foreach (var fingerprint in entry.Fingerprints)
        {
            arguments.Add(fingerprint);
        }
    }

    // In order of first appearance, and in the queue's order within a channel.
    private static List<List<Entry>> GroupByChannel(IReadOnlyList<Entry> entries)
    {
        List<List<Entry>> channels = [];
        Dictionary<string, List<Entry>> byName = new(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!byName.TryGetValue(entry.Channel, out var channel))
            {
                byName.Add(entry.Channel, channel = []);
                channels.Add(channel);
            }

            channel.Add(entry);
        }

        return channels;
    }
}
