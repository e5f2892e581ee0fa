using System.Globalization;
using Platform.Contracts.Lanes;

namespace Platform.Load.Proof;

/// <summary>One event as its producer knows it. It names the event completely: sent again, it is the same bytes.</summary>
/// <param name="Producer">Who sends it.</param>
/// <param name="Channel">The channel's number.</param>
/// <param name="Lane">The lane.</param>
/// <param name="Sequence">Its place, from 0, in what this producer sends into this channel and lane.</param>
/// <param name="SentAt">When it was meant to be sent: microseconds on the run's clock.</param>
internal readonly record struct SentEvent(int Producer, int Channel, Lane Lane, int Sequence, long SentAt)
{
    /// <summary>The event's id: unique among all runs, and readable in a log.</summary>
    public string Id(uint run) =>
        string.Create(CultureInfo.InvariantCulture, $"load-{run:x8}-{Lane.Name()}-{Producer}-{Channel}-{Sequence}");
}
