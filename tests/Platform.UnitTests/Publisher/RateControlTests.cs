using Platform.Contracts.Pacing;
using Platform.Publisher.Pacing;

namespace Platform.UnitTests.Publisher;

public sealed class RateControlTests
{
    private const double Bound = 20;

    private readonly RateControl _control = new();

    [Fact]
    public void Cut_is_by_what_has_queued_up_in_one_report_s_time_and_the_next_two_reports_do_not_cut_again()
    {
        _control.Cut(10_000, excessMs: 50, least: 100);
        Assert.Equal(8_000, _control.Limit, 0.1);

        _control.Cut(8_000, excessMs: 50, least: 100);
        _control.Cut(8_000, excessMs: 50, least: 100);
        Assert.Equal(8_000, _control.Limit, 0.1);

        _control.Cut(8_000, excessMs: 50, least: 100);
        Assert.Equal(6_400, _control.Limit, 0.1);
    }

    [Fact]
    public void After_a_cut_it_goes_back_to_somewhat_below_what_was_too_much_and_from_there_in_growing_steps()
    {
        _control.Cut(10_000, excessMs: 50, least: 100);
        List<double> limits = [];
        for (var i = 0; i < 6; i++)
        {
            _control.Raise();
            limits.Add(_control.Limit);
        }

        double[] expected = [8_000, 8_000, 9_500, 9_690, 9_903, 10_143];
        Assert.Equal(expected, limits.Select(limit => Math.Round(limit)));
    }

    [Fact]
    public void What_is_always_allowed_is_never_cut()
    {
        for (var i = 0; i < 100; i++)
        {
            _control.Cut(Math.Min(10_000, _control.Limit), excessMs: 5_000, least: 100);
        }

        Assert.Equal(100, _control.Limit);
    }

    [Fact]
    public void What_comes_after_a_free_lane_is_cut_at_once()
    {
        _control.Cut(10_000, excessMs: 50, least: 100);
        _control.Free();
        _control.Cut(10_000, excessMs: 50, least: 100);
        Assert.Equal(8_000, _control.Limit, 0.1);
    }

    [Fact]
    public void Lane_that_did_nothing_is_not_cut()
    {
        _control.Cut(0, excessMs: 5_000, least: 100);
        Assert.False(_control.IsLimited);
    }

    // Edges whose capacity wavers by 15 % and now and then breaks down for 0.1 s, as on a machine that others use too.
    [Theory]
    [InlineData(12_000, 0, 0.9, 150)]
    [InlineData(12_000, 8, 0.7, 600)]
    [InlineData(9_000, 8, 0.7, 200)]
    public void Lane_with_more_than_edges_take_uses_most_of_what_they_take_and_frames_stay_young(int offered, int coldSeconds, double leastUse, double mostMs)
    {
        var edges = new WaveringEdges(capacity: 10_000, coldSeconds);
        for (var report = 0; report < 60_000 / FrameAge.ReportInterval.TotalMilliseconds; report++)
        {
            var (rate, ageMs) = edges.Run(offered, _control.Limit);
            if (ageMs > Bound)
            {
                _control.Cut(rate, ageMs - Bound, least: 100);
            }
            else if (_control.IsLimited)
            {
                _control.Raise();
            }
        }

        Assert.InRange(edges.Use, leastUse, 1);
        Assert.InRange(edges.AgeMs(share: 0.5), 0, 1.5 * Bound);
        Assert.InRange(edges.AgeMs(share: 0.95), 0, mostMs);
    }
}
