using Platform.Contracts.Lanes;
using Platform.Load.Proof;

namespace Platform.Load.Scenarios;

/// <summary>
/// Events that go to all channels in turn. Each event's place in its channel follows from its number, so that the newest offset of one
/// channel says how far the lane has been read, and those of all channels that nothing is lost or doubled.
/// </summary>
/// <param name="Channels">How many channels.</param>
internal sealed record RoundRobin(int Channels)
{
    public SentEvent EventOf(int number, Lane lane) => new(Producer: 0, number % Channels, lane, number / Channels, SentAt: 0);

    /// <summary>The channel of an event.</summary>
    public int ChannelOf(int number) => number % Channels;

    /// <summary>The offset that an event gets in a channel that was never used before.</summary>
    public long OffsetOf(int number) => (number / Channels) + 1;

    /// <summary>The newest offset of a channel when so many events were appended.</summary>
    public long NewestOf(int channel, int events) => (events / Channels) + (channel < events % Channels ? 1 : 0);

    /// <summary>What the newest offsets say of the appends of so many events.</summary>
    public OffsetFindings Compare(IReadOnlyList<long> newest, int events)
    {
        var (missing, surplus) = (0L, 0L);
        for (var channel = 0; channel < Channels; channel++)
        {
            var difference = newest[channel] - NewestOf(channel, events);
            (missing, surplus) = (missing + Math.Max(0, -difference), surplus + Math.Max(0, difference));
        }

        return new OffsetFindings(events, newest.Sum(), missing, surplus);
    }
}

/// <summary>Whether the offsets in Redis add up to what was put into the lane.</summary>
/// <param name="Expected">Events put in, the warm-up included.</param>
/// <param name="Appended">The sum of all channels' newest offsets.</param>
/// <param name="Missing">Of channels that have fewer than they should.</param>
/// <param name="Doubled">Of channels that have more.</param>
internal sealed record OffsetFindings(long Expected, long Appended, long Missing, long Doubled)
{
    public bool IsClean => Missing + Doubled == 0;
}
