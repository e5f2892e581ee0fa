using Platform.Contracts.Hub;
using Platform.Edge.Reports;

namespace Platform.UnitTests.Edge;

public sealed class ReportRulesTests
{
    private static readonly ReportedHistogram Good = new("client", "high", "shipped", [[0.31, 12], [-0.02, 1]]);

    [Fact]
    public void What_clients_measure_is_taken()
    {
        Assert.Null(ReportRules.Fault(new LatencyReport(0.4, [Good, Good with { Stage = "total" }])));
        Assert.Null(ReportRules.Fault(new LatencyReport(0, [])));

        // Both stages tell of the same events.
        var most = Good with { Values = [[1, ReportRules.MaxEvents]] };
        Assert.Null(ReportRules.Fault(new LatencyReport(0, [most, most with { Stage = "total" }])));
    }

    [Fact]
    public void What_could_not_be_measured_is_refused()
    {
        ReportedHistogram?[] bad =
        [
            null,
            Good with { Stage = "ingest" },
            Good with { Priority = "urgent" },
            Good with { EventType = "" },
            Good with { EventType = "Not A Type" },
            Good with { EventType = new string('a', 129) },
            Good with { Values = null! },
            Good with { Values = [[1]] },
            Good with { Values = [null!] },
            Good with { Values = [[1, 0]] },
            Good with { Values = [[1, 1.5]] },
            Good with { Values = [[1, -1]] },
            Good with { Values = [[double.NaN, 1]] },
            Good with { Values = [[1, double.PositiveInfinity]] },
        ];
        Assert.All(bad, histogram => Assert.NotNull(ReportRules.Fault(new LatencyReport(0.4, [histogram!]))));
        Assert.All([null, new LatencyReport(0, null!), new LatencyReport(-1, []), new LatencyReport(double.NaN, [])],
            report => Assert.NotNull(ReportRules.Fault(report)));
    }

    [Fact]
    public void One_client_can_not_outweigh_the_others()
    {
        Assert.NotNull(ReportRules.Fault(new LatencyReport(0, [.. Enumerable.Repeat(Good, ReportRules.MaxHistograms + 1)])));
        Assert.NotNull(ReportRules.Fault(new LatencyReport(0, [Good with { Values = [[1, ReportRules.MaxEvents]] }, Good])));
        Assert.NotNull(ReportRules.Fault(new LatencyReport(0, [Good with { Values = [.. Enumerable.Repeat<double[]>([1, 1], ReportRules.MaxValues + 1)] }])));
    }
}
