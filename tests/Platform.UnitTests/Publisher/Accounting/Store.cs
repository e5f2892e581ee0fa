using System.Text.Json;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Publisher.Append;
using Platform.Publisher.Reading;
using StackExchange.Redis;

namespace Platform.UnitTests.Publisher.Accounting;

/// <summary>What append.lua does to the channels, and answers.</summary>
internal sealed class Store
{
    private static readonly RedisNames Names = new("t");

    private readonly HashSet<(string Channel, UInt128 Id)> _known = [];

    /// <summary>What was appended, in order.</summary>
    public List<Entry> Appended { get; } = [];

    public bool Knows(string channel, string id) => _known.Contains((channel, Entry.HashOf(Messages.HashOf(id))));

    /// <summary>The ids that an appended event stands for, as a client reads them.</summary>
    public static List<string> IdsIn(Entry entry)
    {
        using var json = JsonDocument.Parse(entry.Body);
        return json.RootElement.TryGetProperty("aggregated_ids", out var ids)
            ? [.. ids.EnumerateArray().Select(id => id.GetString()!)]
            : [json.RootElement.GetProperty("id").GetString()!];
    }

    /// <summary>One call; returns what is left to append.</summary>
    public List<Entry> Append(IReadOnlyList<Entry> entries)
    {
        List<RedisResult> refusals = [];
        var index = 0;
        foreach (var channel in entries.GroupBy(entry => entry.Channel))
        {
            AppendTo(channel.Key, index++, [.. channel], refusals);
        }

        return AppendCall.For(Names, Lane.Normal, 1, 0, new AppendOptions(), keepAllIds: false, isSharded: false, link: null, entries)
            .Rest(RedisResult.Create([RedisResult.Create(0), RedisResult.Create([.. refusals]), RedisResult.Create(0)]));
    }

    private void AppendTo(string channel, int index, List<Entry> entries, List<RedisResult> refusals)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var known = entries[i].Ids.Where(id => _known.Contains((channel, Entry.HashOf(id)))).ToList();
            if (known.Count > 0 && entries[i].Ids.Count > 1)
            {
                refusals.Add(RedisResult.Create([RedisResult.Create(index), RedisResult.Create(i), .. known.Select(id => RedisResult.Create((RedisValue)id))]));
                return;
            }

            if (known.Count == 0)
            {
                _known.UnionWith(entries[i].Ids.Select(id => (channel, Entry.HashOf(id))));
                Appended.Add(entries[i]);
            }
        }
    }
}
