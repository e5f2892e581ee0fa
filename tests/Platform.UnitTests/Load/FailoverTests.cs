using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;

namespace Platform.UnitTests.Load;

public sealed class FailoverTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void A_pause_is_the_time_between_two_arrivals_and_short_ones_are_none()
    {
        var silences = new Silences();
        silences.Note(before: 1 * Second, now: (1 * Second) + Silences.Shortest - 1);
        silences.Note(before: 2 * Second, now: 4 * Second);
        silences.Note(before: 5 * Second, now: 6 * Second);

        Assert.Equal(new Silence(2 * Second, 4 * Second), silences.Longest(0, 10 * Second));
        Assert.Equal(new Silence(5 * Second, 6 * Second), silences.Longest(4 * Second, 10 * Second));
        Assert.Null(silences.Longest(0, 2 * Second));
        Assert.Equal(Second / 2, silences.LengthAfter((3 * Second) + (Second / 2)));
        Assert.Equal(0, silences.LengthAfter((4 * Second) + 1));
    }

    [Fact]
    public void What_a_fault_cost_is_the_longest_pause_before_the_next_one()
    {
        var silences = new Silences();
        silences.Note(before: 10 * Second, now: 12 * Second);
        silences.Note(before: 19 * Second, now: 25 * Second);
        var struck = new StruckPublisher(PublisherFault.Freeze, "publisher_1", At: 9 * Second);

        var findings = FaultFindings.Of(struck, until: 18 * Second, silences);

        Assert.Equal(new FaultFindings("freeze", "publisher_1", AtSeconds: 9, LongestPauseMs: 2000, RecoveredAfterMs: 3000), findings);
    }

    [Fact]
    public void A_pause_that_began_with_the_last_event_before_the_next_fault_is_what_that_one_cost()
    {
        var silences = new Silences();
        silences.Note(before: (18 * Second) - 2_000, now: 20 * Second);
        StruckPublisher first = new(PublisherFault.Kill, "publisher_2", At: 9 * Second);
        StruckPublisher next = new(PublisherFault.Kill, "publisher_1", At: 18 * Second);

        Assert.Equal(0, FaultFindings.Of(first, until: next.At, silences).LongestPauseMs);
        Assert.Equal(2002, FaultFindings.Of(next, until: 27 * Second, silences).LongestPauseMs);
    }

    [Fact]
    public void A_fault_that_nobody_noticed_cost_nothing()
    {
        var findings = FaultFindings.Of(new StruckPublisher(PublisherFault.Kill, "publisher_2", At: Second), until: 2 * Second, new Silences());

        Assert.Equal(0, findings.LongestPauseMs);
        Assert.Equal(0, findings.RecoveredAfterMs);
    }

    [Fact]
    public void The_active_publisher_is_the_one_that_appends_the_lanes_events_now()
    {
        var log = new StageLog();
        log.Add(at: 1 * Second, Digest("publisher_1", Stage.Batch, Lane.Normal, count: 5000));
        log.Add(at: 5 * Second, Digest("publisher_2", Stage.Batch, Lane.Normal, count: 100));
        // It woke up, and tells the little that it did before it was frozen.
        log.Add(at: 6 * Second, Digest("publisher_1", Stage.Batch, Lane.Normal, count: 3));
        log.Add(at: 6 * Second, Digest("publisher_1", Stage.Batch, Lane.Critical, count: 900));

        Assert.Equal("publisher_2", log.ActivePublisher(Lane.Normal, since: 4 * Second));
        Assert.Null(log.ActivePublisher(Lane.High, since: 0));
    }

    [Fact]
    public void The_load_outlasts_all_faults()
    {
        var plan = Plan(kills: 3, freezes: 2);

        Assert.Equal(5, plan.Faults.Count);
        Assert.True(plan.Sending.Schedule.Length > (plan.Pause * 9) + (plan.FreezeFor * 2));
    }

    [Fact]
    public void A_run_that_was_stopped_before_its_last_fault_does_not_count()
    {
        var clean = new Ledger(run: 1, ["user:a"], producers: 1).Audit();

        Assert.Equal(ExitCodes.FellBehind, Report(clean, isComplete: false).ExitCode);
        Assert.Equal(ExitCodes.Clean, Report(clean, isComplete: true).ExitCode);
    }

    [Fact]
    public void No_signal_reaches_a_process_that_only_has_the_same_id()
    {
        var other = new StackProcess("publisher_1", Environment.ProcessId, StartedAt: "1");

        other.Kill();

        Assert.False(other.IsAlive);
        Assert.True(new StackProcess("this", Environment.ProcessId, StackProcess.StartOf(Environment.ProcessId)!).IsAlive);
    }

    private static FailoverReport Report(Verdict ledger, bool isComplete)
    {
        var none = new Durations().Summarize();
        return new FailoverReport
        {
            Run = "1",
            Plan = "",
            FinishedAt = default,
            PlannedFaults = 1,
            IsComplete = isComplete,
            Faults = [new FaultFindings("kill", "publisher_1", 1, 0, 0)],
            LongestPauseMs = 0,
            Total = none,
            Lag = none,
            Refusals = new Dictionary<string, long>(),
            ForeignDeliveries = 0,
            Ledger = ledger,
            Trouble = [],
        };
    }

    private static FailoverPlan Plan(int kills, int freezes) => new()
    {
        Audience = new AudiencePlan(
            new Target { Gateway = new Uri("http://127.0.0.1:1"), ApiKey = "", Processes = new Dictionary<string, int>() }, Clients: 1, Producers: 1, PayloadBytes: 1),
        Rate = 100,
        Bundle = 20,
        Via = Via.Http,
        Lane = Lane.Normal,
        Kills = kills,
        Freezes = freezes,
        FreezeFor = TimeSpan.FromSeconds(10),
        Pause = TimeSpan.FromSeconds(8),
        Drain = TimeSpan.Zero,
    };

    private static LatencyDigest Digest(string instance, Stage stage, Lane lane, int count) => Digests.Of(instance, stage, lane, milliseconds: 1, count);
}
