namespace Platform.Load.Measurements;

/// <summary>Lost connections, each from its loss to the moment at which its client received its channel again.</summary>
internal sealed class Outages
{
    private readonly Lock _lock = new();
    private readonly List<(long LostAt, long BackAt)> _all = [];

    /// <param name="lostAt">When the connection was lost, on the run's clock.</param>
    /// <param name="backAt">When the channel was received again.</param>
    public void Record(long lostAt, long backAt)
    {
        lock (_lock)
        {
            _all.Add((lostAt, backAt));
        }
    }

    public Percentiles Summarize() => Between(0, long.MaxValue);

    /// <summary>Those that began in a part of the run.</summary>
    public Percentiles Between(long from, long until)
    {
        var times = new Durations();
        AddTo(times, from, until);
        return times.Summarize();
    }

    /// <summary>Adds those that began in a part of the run to others.</summary>
    public void AddTo(Durations times, long from, long until)
    {
        lock (_lock)
        {
            foreach (var (lostAt, backAt) in _all.Where(outage => outage.LostAt >= from && outage.LostAt < until))
            {
                times.Record(backAt - lostAt);
            }
        }
    }
}
