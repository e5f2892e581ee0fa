using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Publisher.Append;

/// <summary>The keys and arguments of one call of append.lua; the same object is sent again while its outcome is unknown.</summary>
internal sealed class AppendCall
{
    private AppendCall(RedisKey[] keys, RedisValue[] arguments)
    {
        Keys = keys;
        Arguments = arguments;
    }

    public RedisKey[] Keys { get; }

    public RedisValue[] Arguments { get; }

    public static AppendCall For(
        RedisNames names, Lane lane, long term, double nowMs, AppendOptions options, bool keepAllIds, IReadOnlyList<Entry> entries)
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
            .. rules.Arguments,
        ];
        foreach (var channel in GroupByChannel(entries))
        {
            keys.Add(names.State(channel.Key));
            keys.Add(names.History(channel.Key, lane));
            keys.Add(names.Ids(channel.Key));
            keys.Add(names.OlderIds(channel.Key));
            arguments.Add(names.Live(channel.Key, lane));
            arguments.Add(rules.RuleOf(channel.Key));
            arguments.Add(channel.Value.Count);
            foreach (var entry in channel.Value)
            {
                AddEntry(arguments, entry);
            }
        }

        return new AppendCall([.. keys], [.. arguments]);
    }

    private static void AddEntry(List<RedisValue> arguments, Entry entry)
    {
        arguments.Add(entry.Body);
        arguments.Add(entry.Ids.Count);
        arguments.Add(entry.Fingerprint ?? []);
        foreach (var id in entry.Ids)
        {
            arguments.Add(id);
        }
    }

    // In order of first appearance, and in the queue's order within a channel.
    private static Dictionary<string, List<Entry>> GroupByChannel(IReadOnlyList<Entry> entries)
    {
        Dictionary<string, List<Entry>> channels = new(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!channels.TryGetValue(entry.Channel, out var list))
            {
                channels.Add(entry.Channel, list = []);
            }

            list.Add(entry);
        }

        return channels;
    }
}
