using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Contracts.Pacing;

namespace Platform.Publisher.Pacing;

/// <summary>
/// How fast a lane may go (guarantee 7). While the edges' frames are young it goes as fast as it can. When they age, it goes at the rate
/// at which they don't, so that what is too much waits in RabbitMQ and not in Redis' or the edges' buffers.
/// </summary>
internal sealed partial class LanePace(Lane lane, EdgeAges edges, IOptionsMonitor<PacingOptions> options, TimeProvider clock, ILogger<LanePace> logger)
{
    // Under half of what it may, a lane has no need of a limit.
    private const double Needed = 0.5;

    // What a wait took too long, the next one may take less: else a busy machine's timers would be a limit of their own.
    private static readonly TimeSpan Lenience = TimeSpan.FromMilliseconds(20);

    private readonly RateControl _control = new();
    private long _lookedAt = clock.GetTimestamp();
    private long _spentAt = clock.GetTimestamp();
    private int _events;
    private double _debt;

    /// <summary>The rate that is allowed now. Unit: events a second.</summary>
    public double Limit => _control.Limit;

    /// <summary>Waits until the next batch may be taken.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (lane == Lane.Critical)
        {
            return;
        }

        while (true)
        {
            WorkOff();
            Look();
            if (_debt < 1)
            {
                return;
            }

            // A new report may let it go sooner.
            var wait = TimeSpan.FromSeconds(_debt / Limit);
            await Task.Delay(wait < FrameAge.ReportInterval ? wait : FrameAge.ReportInterval, clock, cancellationToken);
        }
    }

    /// <summary>Counts what was appended.</summary>
    public void Spend(int events)
    {
        _events += events;
        _debt += events;
    }

    // What was appended is worked off at the allowed rate; the next batch waits until nothing is left of it.
    private void WorkOff()
    {
        var elapsed = clock.GetElapsedTime(_spentAt).TotalSeconds;
        _spentAt = clock.GetTimestamp();
        _debt = _control.IsLimited ? Math.Max(-Limit * Lenience.TotalSeconds, _debt - (Limit * elapsed)) : 0;
    }

    private void Look()
    {
        var elapsed = clock.GetElapsedTime(_lookedAt);
        if (elapsed < FrameAge.ReportInterval)
        {
            return;
        }

        var rate = _events / elapsed.TotalSeconds;
        (_events, _lookedAt) = (0, clock.GetTimestamp());
        var bound = lane == Lane.High ? options.CurrentValue.HighAgeMs : options.CurrentValue.NormalAgeMs;
        var age = edges.Median(lane);
        if (bound > 0 && age > bound && (rate * age / 1000 > options.CurrentValue.MinBacklog || age > 10 * bound))
        {
            Cut(rate, age, bound);
        }
        else if (_control.IsLimited)
        {
            Raise(rate);
        }
    }

    private void Cut(double rate, double age, double bound)
    {
        var wasLimited = _control.IsLimited;
        _control.Cut(rate, age - bound, options.CurrentValue.MinRate);
        if (_control.IsLimited && !wasLimited)
        {
            LogPaced(lane.Name(), age);
        }
    }

    private void Raise(double rate)
    {
        _control.Raise();
        if (_debt < 1 && rate < Limit * Needed)
        {
            _control.Free();
            LogFree(lane.Name());
        }
    }

    [LoggerMessage(120, LogLevel.Information, "The lane {Lane} is paced: frames are {AgeMs:0} ms old on the edges; the rest waits in RabbitMQ.")]
    private partial void LogPaced(string lane, double ageMs);

    [LoggerMessage(121, LogLevel.Information, "The lane {Lane} needs no pace any more.")]
    private partial void LogFree(string lane);
}
