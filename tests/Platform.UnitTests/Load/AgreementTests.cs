using Platform.Contracts.Lanes;
using Platform.Load.Agreement;
using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Subscribers;

namespace Platform.UnitTests.Load;

public sealed class AgreementTests
{
    [Fact]
    public void A_count_that_differs_fails_and_times_that_differ_do_not()
    {
        Assert.Equal(ExitCodes.Clean, Report(new CountedTwice("appended", 1_000, 1_000)).ExitCode);
        Assert.Equal(ExitCodes.NotClean, Report(new CountedTwice("appended", 1_000, 1_000), new CountedTwice("delivered", 1_000, 999)).ExitCode);
    }

    [Fact]
    public void Times_agree_within_a_tenth_at_all_percentiles()
    {
        Assert.True(new Times(2, 4, 8).Against(new Times(2.1, 4.1, 7.5)).IsWithinATenth);
        Assert.False(new Times(2, 4, 8).Against(new Times(2.1, 4.1, 7)).IsWithinATenth);
    }

    [Fact]
    public void From_accepted_to_here_is_measured_on_its_own()
    {
        var clock = new RunClock();
        var times = new DeliveryTimes(clock);
        times.CountFrom(0);
        var accepted = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;
        times.Record(clock.FromWire(accepted) + 1, accepted, accepted + 2, clock.FromWire(accepted) + 7_000);
        Assert.Equal((7, 2), (times.SinceAccepted.Summarize().P50, times.Inside.Summarize().P50), new Near());
    }

    [Fact]
    public void A_client_that_reports_tells_each_event_once_a_stage_by_the_type_of_its_time_and_none_of_other_runs()
    {
        var clock = new RunClock();
        using var reporter = new Reporter(clock, run: 7, sentAt => sentAt < 100 ? "warm" : "counted");
        foreach (var (run, sentAt) in ((uint, long)[])[(7, 50), (7, 100), (7, 101), (8, 101)])
        {
            reporter.OnEvent(new ReceivedEvent { Lane = Lane.Normal, Data = new LoadData(run, Producer: 0, Sequence: 0, sentAt) });
        }

        var report = reporter.Take()!;
        Assert.Equal(
            [("client", "counted", 2), ("client", "warm", 1), ("total", "counted", 2), ("total", "warm", 1)],
            report.Histograms.Select(one => (one.Stage, one.EventType, (int)one.Values.Sum(value => value[1]))).Order());
        Assert.Equal(3, reporter.Received);
        Assert.Null(reporter.Take());
    }

    [Fact]
    public void A_counter_can_be_read_of_one_lane()
    {
        string[] page =
        [
            "# TYPE platform_edge_messages_total counter",
            """platform_edge_messages_total{lane="normal",source="live"} 30 1700000000000""",
            """platform_edge_messages_total{lane="normal",source="history"} 2 1700000000000""",
            """platform_edge_messages_total{lane="high",source="live"} 500 1700000000000""",
        ];
        Assert.Equal(32, PrometheusPage.Sum(page, "platform_edge_messages_total{", $"lane=\"{Lane.Normal.Name()}\""));
        Assert.Equal(532, PrometheusPage.Sum(page, "platform_edge_messages_total{"));
    }

    private static AgreeReport Report(params CountedTwice[] counters) => new()
    {
        FinishedAt = DateTime.UnixEpoch,
        Doors =
        [
            new AgreePart
            {
                Door = "HTTP",
                Plan = "",
                Api = new Times(2, 4, 8),
                AtNode = new Times(20, 40, 80),
                AtClient = new Times(20, 40, 80),
                Counters = counters,
                Ledger = new Ledger(1, ["user:load-0"], 1).Audit(),
            },
        ],
    };

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 0.1 && Math.Abs(x.Item2 - y.Item2) < 0.1;

        public int GetHashCode((double, double) obj) => 0;
    }
}
