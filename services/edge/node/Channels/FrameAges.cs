using Platform.Contracts.Lanes;
using Platform.Contracts.Pacing;

namespace Platform.Edge.Channels;

/// <summary>
/// How old frames are when they have been handed on, on average between two reports. The publisher's clock is not this node's: what
/// the youngest frame of the last minutes seemed to need is taken off.
/// </summary>
internal sealed class FrameAges(TimeProvider clock)
{
    private static readonly TimeSpan FloorWindow = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly double[] _sums = new double[LaneNames.All.Count];
    private readonly int[] _counts = new int[LaneNames.All.Count];
    private double _floor = double.MaxValue;
    private double _floorBefore = double.MaxValue;
    private long _floorSince = clock.GetTimestamp();

    public void Saw(Lane lane, double ageMs)
    {
        lock (_gate)
        {
            _sums[(int)lane] += ageMs;
            _counts[(int)lane]++;
            _floor = Math.Min(_floor, ageMs);
        }
    }

    /// <summary>The averages since the last call.</summary>
    public FrameAge Take(string node)
    {
        lock (_gate)
        {
            FrameAge age = new(node, Average(Lane.High), Average(Lane.Normal));
            Array.Clear(_sums);
            Array.Clear(_counts);
            if (clock.GetElapsedTime(_floorSince) > FloorWindow)
            {
                (_floorBefore, _floor, _floorSince) = (_floor, double.MaxValue, clock.GetTimestamp());
            }

            return age;
        }
    }

    private double Average(Lane lane) =>
        _counts[(int)lane] == 0 ? 0 : (_sums[(int)lane] / _counts[(int)lane]) - Math.Min(_floor, _floorBefore);
}
