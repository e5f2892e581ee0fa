using Platform.Load.Proof;

namespace Platform.Load.Producers;

/// <summary>What became of a bundle at the platform's door.</summary>
internal enum Outcome
{
    /// <summary>Confirmed: every event must arrive.</summary>
    Accepted,

    /// <summary>Turned down: no event may arrive.</summary>
    Refused,

    /// <summary>The answer was lost, or is no clear one: each event arrives once or not at all.</summary>
    Unknown,
}

/// <summary>Events on their way through the door together.</summary>
/// <param name="Events">The events.</param>
/// <param name="Body">Their bytes.</param>
/// <param name="Settled">Called once, on any thread.</param>
internal sealed record Bundle(SentEvent[] Events, ReadOnlyMemory<byte> Body, Action<Bundle, Outcome, string> Settled)
{
    /// <param name="outcome">What became of it.</param>
    /// <param name="why">In words, where it was not accepted.</param>
    public void Settle(Outcome outcome, string why = "") => Settled(this, outcome, why);
}
