using Platform.Contracts.Channels;
using Platform.Contracts.Lanes;

namespace Platform.Ingest.Producers;

/// <summary>Who publishes, and where it may.</summary>
internal sealed class Producer(IReadOnlyList<string>? channels, IReadOnlyList<string>? lanes)
{
    /// <summary>
    /// May publish to every channel on every lane: Development's key, and each token with the scope <c>publish</c>, whose
    /// <c>channels</c> say only what it may subscribe to.
    /// </summary>
    public static readonly Producer Unlimited = new(null, null);

    public bool MayUse(Lane lane) => lanes is null || lanes.Contains(lane.Name());

    /// <summary>Whether there is any need to know an event's channel.</summary>
    public bool IsBoundToChannels => channels is not null;

    public bool MayPublishTo(string channel) => channels is null || ChannelPattern.MatchesAny(channels, channel);
}
