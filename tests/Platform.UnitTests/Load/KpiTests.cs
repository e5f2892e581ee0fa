using Platform.Load.Capacity;
using Platform.Load.Drill;
using Platform.Load.Faults;
using Platform.Load.Kpi;
using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Soak;
using Platform.Load.Subscribers;

namespace Platform.UnitTests.Load;

public sealed class KpiTests
{
    [Fact]
    public void A_limit_itself_is_not_below_it()
    {
        Assert.Equal(KpiVerdict.Fail, KpiRow.Below("p95", 10, 10, "ms", "").Verdict);
        Assert.Equal(KpiVerdict.Pass, KpiRow.Below("p95", 10, 9.99, "ms", "").Verdict);
        Assert.Equal(KpiVerdict.Pass, KpiRow.AtLeast("clients", 1000, 1000, "clients", "").Verdict);
    }

    [Fact]
    public void What_the_tool_could_not_keep_up_with_does_not_count() =>
        Assert.Equal(KpiVerdict.DoesNotCount, KpiRow.Below("p95", 10, 1, "ms", "", counts: false).Verdict);

    [Fact]
    public void Uptime_is_the_cost_of_one_fault_an_hour()
    {
        // 1,000 probes a second to 100 clients: 3,600 late ones are 360 of 360,000 client-seconds.
        Assert.Equal(0.999, Uptime.Of([Fault(late: 3_600)], clients: 100, rate: 1_000), 6);
        Assert.Equal(0.9995, Uptime.Of([Fault(late: 3_600), Fault(late: 0)], clients: 100, rate: 1_000), 6);
        Assert.Equal(1, Uptime.Of([], clients: 100, rate: 1_000));
    }

    [Fact]
    public void A_mobile_link_takes_half_a_round_trip_and_two_more_for_what_is_lost()
    {
        var always = new MobileLink(TimeSpan.FromMilliseconds(60), TimeSpan.Zero, loss: 1, seed: 1);
        var never = new MobileLink(TimeSpan.FromMilliseconds(60), TimeSpan.Zero, loss: 0, seed: 1);

        Assert.Equal(150, always.Next().TotalMilliseconds);
        Assert.Equal(30, never.Next().TotalMilliseconds);
    }

    [Fact]
    public void A_steady_rise_grows_and_noise_does_not()
    {
        var rise = Trend.Of([.. Enumerable.Range(0, 200).Select(second => ((double)second, 100 + (second * 0.01)))]);
        var noise = Trend.Of([.. Enumerable.Range(0, 200).Select(second => ((double)second, second % 2 == 0 ? 90.0 : 110))]);

        Assert.Equal(36, rise.PerHour, 6);
        Assert.Equal(1, rise.Fit, 6);
        Assert.True(rise.Grows);
        Assert.False(noise.Grows);
        Assert.False(Trend.Of([(0, 5), (200, 5)]).Grows);
        Assert.False(Trend.Of([(0, 5), (60, 10)]).Says);
    }

    [Theory]
    [InlineData(12_000)]
    [InlineData(3_300)]
    [InlineData(700)]
    public void A_search_ends_just_below_what_is_possible(double capacity)
    {
        var search = new StepSearch(first: 1_000, step: 1.5, highest: 200_000);
        var steps = 0;
        while (search.Next is { } rate && ++steps < 100)
        {
            search.Report(rate <= capacity);
        }

        Assert.InRange(search.Passed, capacity / 1.1, capacity);
        Assert.False(search.IsOpen);
    }

    [Fact]
    public void A_step_that_fails_once_is_tried_again()
    {
        var search = new StepSearch(first: 1_000, step: 2, highest: 4_000);
        search.Report(hasPassed: false);
        Assert.Equal(1_000, search.Next);
        search.Report(hasPassed: true);
        search.Report(hasPassed: true);
        search.Report(hasPassed: true);

        Assert.Null(search.Next);
        Assert.True(search.IsOpen);
        Assert.Equal(4_000, search.Passed);
    }

    [Fact]
    public void A_search_of_what_can_do_nothing_ends()
    {
        var search = new StepSearch(first: 1_000, step: 2, highest: 4_000);
        for (var steps = 0; search.Next is not null; steps++)
        {
            Assert.InRange(steps, 0, 20);
            search.Report(hasPassed: false);
        }

        Assert.Equal(0, search.Passed);
    }

    [Fact]
    public void A_chart_escapes_names_and_survives_nothing()
    {
        Assert.Contains("&lt;b&gt;", SvgChart.Bars([("<b>", 1, "1")]), StringComparison.Ordinal);
        Assert.EndsWith("</svg>", SvgChart.Bars([]), StringComparison.Ordinal);
        Assert.EndsWith("</svg>", SvgChart.Line([], "ms", "s"), StringComparison.Ordinal);
    }

    private static DrillFindings Fault(long late) => new()
    {
        Fault = "edge-kill",
        What = "",
        DestroysHistory = false,
        LastedMs = 0,
        FirstAfterMs = 0,
        ResumedMs = 0,
        DisturbedMs = 0,
        IsRecovered = true,
        LongestSilenceMs = 0,
        Events = 0,
        Late = late,
        Disconnects = new Percentiles(0, 0, 0, 0, 0, 0),
        Told = new NoticeCounts(0, 0, 0),
        Account = LossAccount.Nothing,
        Lag = new Percentiles(0, 0, 0, 0, 0, 0),
    };
}
