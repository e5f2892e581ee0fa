using Platform.Contracts.Pacing;

namespace Platform.UnitTests.Publisher;

/// <summary>
/// A lane with more events than go through, and edges whose capacity wavers: by 15 % each 0.1 s, to a third now and then, and rising
/// to the whole while they are cold. A report is half an interval old when it is looked at.
/// </summary>
internal sealed class WaveringEdges(double capacity, double coldSeconds)
{
    private const double Tick = 0.005;
    private const double YoungestMs = 10;
    private const int TicksAWave = 20;
    private static readonly int TicksAReport = (int)(FrameAge.ReportInterval.TotalSeconds / Tick);

    private readonly Random _random = new(1);
    private readonly List<double> _ages = [];
    private long _ticks;
    private double _now;
    private double _waiting;
    private double _underWay;
    private double _reportedMs;
    private double _couldTake;
    private double _taken;

    /// <summary>What they took, as a share of what they could have.</summary>
    public double Use => _taken / _couldTake;

    /// <summary>The age that this share of the frames did not have yet.</summary>
    public double AgeMs(double share) => _ages.Order().ElementAt((int)(_ages.Count * share));

    /// <summary>One report's time: the rate at which the lane went, and the age that the edges last reported.</summary>
    public (double Rate, double AgeMs) Run(double offered, double limit)
    {
        var appended = 0.0;
        for (var i = 0; i < TicksAReport; i++)
        {
            Waver();
            _waiting += offered * Tick;
            var given = Math.Min(_waiting, limit * Tick);
            (_waiting, _underWay, appended) = (_waiting - given, _underWay + given, appended + given);
            var took = Math.Min(_underWay, _now * Tick);
            (_underWay, _taken, _couldTake) = (_underWay - took, _taken + took, _couldTake + Math.Min(_now * Tick, took + _underWay + _waiting));
            var ageMs = YoungestMs + (_underWay / _now * 1000);
            _ages.Add(ageMs);
            if (i == TicksAReport / 2)
            {
                _reportedMs = _ages.TakeLast(TicksAReport).Average();
            }
        }

        return (appended / FrameAge.ReportInterval.TotalSeconds, _reportedMs);
    }

    private void Waver()
    {
        if (_ticks++ % TicksAWave == 0)
        {
            var warmth = Math.Min(1, 0.15 + (0.85 * _ticks * Tick / Math.Max(coldSeconds, Tick)));
            var breakdown = _random.NextDouble() < 0.01 ? 0.3 : 1;
            _now = capacity * warmth * breakdown * (0.85 + (0.3 * _random.NextDouble()));
        }
    }
}
