using Platform.Contracts.Lanes;

namespace Platform.Load.Measurements;

/// <summary>How long deliveries took, by lane.</summary>
internal sealed class LaneTimes(RunClock clock)
{
    private readonly DeliveryTimes[] _times = [.. LaneNames.All.Select(_ => new DeliveryTimes(clock))];

    public DeliveryTimes Of(Lane lane) => _times[(int)lane];

    /// <summary>Events that are meant to be sent from now on count.</summary>
    public void CountFrom(long sentAt)
    {
        foreach (var times in _times)
        {
            times.CountFrom(sentAt);
        }
    }
}
