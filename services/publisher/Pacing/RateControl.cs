using Platform.Contracts.Pacing;

namespace Platform.Publisher.Pacing;

/// <summary>
/// The rate at which the edges' frames stay young, found by trying: a cut drains what has queued up, then it goes back to below what was
/// too much, by as little as it was too much, and from there up by steps that grow for as long as nothing speaks against them.
/// </summary>
internal sealed class RateControl
{
    private const double DeepestCut = 0.5;

    // The report of a cut's own time is still of frames from before it; to cut once more by that one would cut twice for one cause. So a
    // cut that would drain within one report what has queued up lasts for three, since what it is measured by wavers.
    private const int ReportsUntilACutShows = 2;

    // How much of a cut stays. It is what frames that are too old say of the rate; the rest of their age is of the time that it lasted.
    private const double Stays = 0.25;

    private const double FirstStep = 0.02;
    private const double StepGrowth = 1.1;
    private const double LargestStep = 0.16;

    private double _sustainable;
    private double _step;
    private int _reportsToLeave;

    /// <summary>The rate that is allowed now. Unit: events a second.</summary>
    public double Limit { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether there is a limit.</summary>
    public bool IsLimited => !double.IsPositiveInfinity(Limit);

    /// <summary>Cuts the rate, since frames are older than they may be.</summary>
    /// <param name="rate">What the lane just did. Unit: events a second.</param>
    /// <param name="excessMs">By how much frames are too old.</param>
    /// <param name="least">What is always allowed. Unit: events a second.</param>
    public void Cut(double rate, double excessMs, double least)
    {
        // A lane that was held all the time did nothing to be measured by.
        if (IsLeftAlone() || rate <= 0)
        {
            return;
        }

        var tooMuch = Math.Min(Limit, rate);
        var cut = excessMs / FrameAge.ReportInterval.TotalMilliseconds;
        _sustainable = Math.Max(least, tooMuch * Math.Max(DeepestCut, 1 - (Stays * cut)));
        Limit = Math.Max(least, tooMuch * Math.Max(DeepestCut, 1 - cut));
        _step = FirstStep;
        _reportsToLeave = ReportsUntilACutShows;
    }

    /// <summary>Lets the lane go faster, since frames are young.</summary>
    public void Raise()
    {
        if (IsLeftAlone())
        {
            return;
        }

        if (Limit < _sustainable)
        {
            Limit = _sustainable;
            return;
        }

        Limit *= 1 + _step;
        _step = Math.Min(LargestStep, _step * StepGrowth);
    }

    /// <summary>Lets it go as fast as it can.</summary>
    public void Free() => (Limit, _reportsToLeave) = (double.PositiveInfinity, 0);

    private bool IsLeftAlone() => _reportsToLeave > 0 && _reportsToLeave-- > 0;
}
