namespace Platform.Edge.Admission;

/// <summary>One connection's calls: a bucket of tokens. Used by one call at a time.</summary>
internal sealed class CallBudget(TimeProvider clock)
{
    private double _tokens = double.PositiveInfinity;
    private long _filledAt = clock.GetTimestamp();

    /// <summary>How many calls were refused since the connection was quiet enough for its bucket to fill again.</summary>
    public int Refused { get; private set; }

    public bool TryTake(ConnectionOptions limits)
    {
        var now = clock.GetTimestamp();
        _tokens = Math.Min(limits.CallBurst, _tokens + clock.GetElapsedTime(_filledAt, now).TotalSeconds * limits.CallsPerSecond);
        _filledAt = now;
        if (_tokens >= limits.CallBurst)
        {
            Refused = 0;
        }

        if (_tokens < 1)
        {
            Refused++;
            return false;
        }

        _tokens--;
        return true;
    }
}
