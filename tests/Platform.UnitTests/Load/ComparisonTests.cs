using System.Text.Json;
using Platform.Load.Measurements;
using Platform.Load.Proof;
using Platform.Load.Reports;

namespace Platform.UnitTests.Load;

public sealed class ComparisonTests
{
    [Fact]
    public void Percentiles_of_several_rounds_come_from_their_merged_samples()
    {
        // Nine fast events and one slow one: the mean of the rounds' medians would be half a second.
        var report = LatencyComparisonReport.Of([Run("Platform", [1, 1, 1, 1, 1, 1, 1, 1, 1]), Run("Platform", [1000])], [Run("stock", [2]), Run("stock", [2])]);

        Assert.Equal(10, report.Platform.Total.Count);
        Assert.InRange(report.Platform.Total.P50, 0.99, 1.01);
        Assert.InRange(report.Platform.Total.Max, 999, 1001);
    }

    [Fact]
    public void The_cpu_of_an_event_is_that_of_all_processes_but_the_tool()
    {
        var run = Run("Platform", [1, 1, 1]) with
        {
            Processes = [new("edge_1", 20, 0.1, 1), new("redis", 10, 0.1, 1), new(ProcessShare.LoadTool, 500, 0.1, 1)],
        };
        var idle = Run("Platform", [1]) with { Processes = [new("edge_1", 70, 0.1, 1)] };

        Assert.Equal(40, LatencyComparisonReport.Of([run, idle], [Run("stock", [1])]).Platform.CpuMicrosecondsPerEvent, precision: 3);
    }

    [Fact]
    public void Only_the_platform_promised_something()
    {
        var lost = Run("any", [1]) with { Ledger = Lost() };

        Assert.Equal(ExitCodes.Clean, LatencyComparisonReport.Of([Run("Platform", [1])], [lost]).ExitCode);
        Assert.Equal(ExitCodes.NotClean, LatencyComparisonReport.Of([lost], [Run("stock", [1])]).ExitCode);
    }

    [Fact]
    public void A_round_in_which_the_tool_was_late_does_not_count_on_either_side()
    {
        var late = Run("any", [1]) with { Lag = new Percentiles(1, 50, 50, 50, 50, 50) };

        Assert.Equal(ExitCodes.FellBehind, LatencyComparisonReport.Of([Run("Platform", [1])], [late]).ExitCode);
    }

    [Fact]
    public void It_can_be_saved_for_programs()
    {
        var file = new FileInfo(Path.Combine(Directory.CreateTempSubdirectory().FullName, "report.json"));
        LatencyComparisonReport.Of([Run("Platform", [1])], [Run("stock", [2])]).Save(file);

        using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
        file.Directory!.Delete(recursive: true);

        Assert.Equal(2, json.RootElement.GetProperty("baseline").GetProperty("total").GetProperty("p95").GetDouble(), precision: 1);
        Assert.Equal("Platform", json.RootElement.GetProperty("platform").GetProperty("runs")[0].GetProperty("system").GetString());
    }

    private static Verdict Lost()
    {
        var ledger = new Ledger(run: 1, ["user:a"], producers: 1);
        ledger.OpenClient("c").Join(0);
        ledger.Accepted(ledger.Sending(0, 0, default, sentAt: 0));
        return ledger.Audit();
    }

    private static LatencyReport Run(string system, int[] milliseconds)
    {
        var samples = new Durations();
        foreach (var time in milliseconds)
        {
            samples.Record(time * 1000);
        }

        var none = new Durations().Summarize();
        return new LatencyReport
        {
            System = system,
            IsBaseline = system != "Platform",
            Run = "1",
            Plan = "",
            FinishedAt = default,
            WarmupSeconds = 0,
            Events = milliseconds.Length,
            EventsPerSecond = 1,
            DeliveriesPerSecond = 1,
            BytesPerDelivery = 1,
            Total = samples.Summarize(),
            Samples = samples,
            Stages = [],
            Lag = none,
            HeldBack = none,
            Repeats = 0,
            ForeignDeliveries = 0,
            Outages = none,
            Processes = [],
            ProcessesLeftOut = [],
            Ledger = new Ledger(run: 1, ["user:a"], producers: 1).Audit(),
            Trouble = [],
        };
    }
}
