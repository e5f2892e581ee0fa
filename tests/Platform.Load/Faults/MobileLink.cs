using Platform.Load.Measurements;

namespace Platform.Load.Faults;

/// <summary>
/// A mobile network as TCP lets a program see it: half a round trip with jitter, and, for a lost segment, a delay of two more round
/// trips until its copy comes (as a tail loss probe sends it), behind which all that follows waits. No byte is ever missing.
/// </summary>
/// <param name="roundTrip">The link's round trip.</param>
/// <param name="jitter">The most that a segment takes longer.</param>
/// <param name="loss">The share of segments that are lost, 0 to 1.</param>
/// <param name="seed">The same seed loses the same segments.</param>
internal sealed class MobileLink(TimeSpan roundTrip, TimeSpan jitter, double loss, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>How long bytes to clients were on their way by the link alone, waiting behind lost ones included.</summary>
    public Durations Own { get; } = new();

    public TimeSpan Next()
    {
        lock (_random)
        {
            var oneWay = (roundTrip / 2) + (jitter * _random.NextDouble());
            return _random.NextDouble() < loss ? oneWay + (roundTrip * 2) : oneWay;
        }
    }
}
