using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Scenarios;

namespace Platform.UnitTests.Load;

public sealed class OverloadTests
{
    [Fact]
    public void A_queue_rose_if_its_last_quarter_is_deeper_than_its_first()
    {
        var rising = DepthTrend.Of([0, 10, 100, 200, 300, 400, 500, 600]);
        var kept = DepthTrend.Of([0, 40, 0, 900, 0, 0, 30, 0]);

        Assert.True(rising.Rose(leastMessages: 500));
        Assert.False(rising.Rose(leastMessages: 600));
        Assert.False(kept.Rose(leastMessages: 1));
        Assert.Equal(900, kept.Peak);
        Assert.False(DepthTrend.Of([]).Rose(leastMessages: 1));
    }

    [Fact]
    public void A_run_whose_queue_did_not_rise_was_no_overload()
    {
        var kept = Report(new DepthTrend(First: 10, Last: 20, Peak: 30));

        Assert.Equal(ExitCodes.FellBehind, kept.ExitCode);
        Assert.Equal(ExitCodes.Clean, (kept with { Depth = new DepthTrend(10, 200, 300) }).ExitCode);
    }

    [Fact]
    public void An_overload_that_lost_something_is_not_clean_however_its_queue_behaved()
    {
        var ledger = new Ledger(run: 1, ["user:a"], producers: 1);
        ledger.OpenClient("c").Join(0);
        ledger.Accepted(ledger.Sending(0, 0, Lane.Critical, sentAt: 0));

        Assert.Equal(ExitCodes.NotClean, (Report(new DepthTrend(0, 0, 0)) with { Ledger = ledger.Audit() }).ExitCode);
    }

    [Fact]
    public void Stages_are_those_of_the_lane_and_the_time_of_the_overload()
    {
        var log = new StageLog();
        log.Add(at: 1, Digests.Of("publisher_1", Stage.Batch, Lane.Normal, milliseconds: 900, count: 10));
        log.Add(at: 5, Digests.Of("publisher_1", Stage.Batch, Lane.Normal, milliseconds: 20, count: 10));
        log.Add(at: 5, Digests.Of("publisher_1", Stage.Batch, Lane.Critical, milliseconds: 500, count: 10));
        log.Add(at: 6, Digests.Of("edge_1", Stage.Backplane, Lane.Normal, milliseconds: 10, count: 10));

        var age = NormalAge.Of(log.Read(Stage.Batch, Lane.Normal, from: 2, to: 9), log.Read(Stage.Backplane, Lane.Normal, from: 2, to: 9));

        Assert.Equal(10, age.ReadToAppended.Count);
        Assert.InRange(age.ReadToAppended.Max, 19.5, 20.5);
        Assert.InRange(age.AtMostP99, 29, 31);
    }

    [Fact]
    public void Two_stages_together_are_bounded_by_the_rarer_tail_of_each()
    {
        var log = new StageLog();
        log.Add(at: 1, Digests.Of("publisher_1", Stage.Batch, Lane.Normal, milliseconds: 1, count: 993));
        log.Add(at: 1, Digests.Of("publisher_1", Stage.Batch, Lane.Normal, milliseconds: 100, count: 7));
        var read = log.Read(Stage.Batch, Lane.Normal, from: 0, to: 1);

        // 0.7 % are slow: no more than 1 %, but more than the half percent that each of two stages may have.
        Assert.InRange(read.At(99), 0.9, 1.1);
        Assert.InRange(StageDistribution.Bound(read, read, 99), 198, 202);
    }

    [Fact]
    public void Redis_tells_its_figures_as_fields()
    {
        const string Clients = "id=1 name=a omem=0 tot-mem=1\nid=2 name=b omem=20504 tot-mem=9";

        Assert.Equal([0, 20504], RedisGauges.Field(Clients.Replace('\n', ' '), ' ', "omem="));
        Assert.Equal([123], RedisGauges.Field("# Memory\r\nused_memory:123\r\nused_memory_rss:9\r\n", '\n', "used_memory:"));
    }

    private static OverloadReport Report(DepthTrend depth)
    {
        var none = new Durations().Summarize();
        return new OverloadReport
        {
            Run = "1",
            Plan = "",
            FinishedAt = default,
            Machine = new MachineSpeed(1, 1, 1),
            Capacity = new LaneCapacity(5000, 7000, 6000),
            Seconds = 60,
            Offered = 6000,
            Sent = 6000,
            Critical = none,
            High = none,
            Normal = none,
            CriticalLag = none,
            Age = new NormalAge(none, none, 0, 0),
            Depth = depth,
            LeastRise = 100,
            DrainSeconds = 1,
            Samples = [],
            Refusals = new Dictionary<string, long>(),
            ForeignDeliveries = 0,
            Ledger = new Ledger(run: 1, ["user:a"], producers: 1).Audit(),
            Trouble = [],
        };
    }
}
