using Platform.Contracts.Channels;
using StackExchange.Redis;

namespace Platform.Publisher.Append;

/// <summary>Which rule a channel's history follows, by its place among the rules that a call carries.</summary>
internal sealed class HistoryRules(AppendOptions options)
{
    /// <summary>The rules as append.lua reads them: events to keep, greatest age in ms, cache. The last one is for all other channels.</summary>
    public IEnumerable<RedisValue> Arguments =>
        options.Rules.SelectMany(rule => Argument(rule.MaxEvents, rule.MaxAgeSeconds, rule.Cache))
            .Prepend(options.Rules.Count + 1)
            .Concat(Argument(options.MaxEvents, maxAgeSeconds: 0, cache: false));

    /// <summary>The number of the channel's rule, from 1.</summary>
    public int RuleOf(string channel)
    {
        for (var i = 0; i < options.Rules.Count; i++)
        {
            if (ChannelPattern.Matches(options.Rules[i].Channels, channel))
            {
                return i + 1;
            }
        }

        return options.Rules.Count + 1;
    }

    private static RedisValue[] Argument(int maxEvents, int maxAgeSeconds, bool cache) => [maxEvents, maxAgeSeconds * 1000L, cache];
}
