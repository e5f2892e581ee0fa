using System.Text.RegularExpressions;
using Platform.IntegrationTests.Road;

namespace Platform.IntegrationTests.Outages;

public sealed partial class LongOutageTests(OutageRuns runs) : IClassFixture<OutageRuns>
{
    private const long MostGrowth = 64 * 1024 * 1024;

    // A line an attempt would make hundreds. On a machine that is busy with other things an answer may come too late now and then,
    // which is a change as well.
    private const int MostChanges = 10;

    [Theory]
    [InlineData("Redis is cut off")]
    [InlineData("RabbitMQ is cut off")]
    [InlineData("Redis is stalled")]
    [InlineData("RabbitMQ is stalled")]
    [InlineData("both are slow")]
    public async Task Nothing_is_lost_doubled_or_out_of_order_when_for_half_a_minute(string fault)
    {
        var run = await runs.Of(fault);
        TestContext.Current.TestOutputHelper?.WriteLine($"{fault}: the first event came {run.ResumedAfter.TotalSeconds:N2} s after the end.");

        AssertComplete(OutageRuns.Count, run.Normal);
        AssertComplete(OutageRuns.CriticalCount, run.Critical);
        Assert.Equal(0, run.Gaps);
        Assert.True(run.PublisherGrowth < MostGrowth, $"The publisher grew by {run.PublisherGrowth / 1024} KiB.");
        var away = fault.Split(' ')[0];
        AssertFewLines(run.LogDuring, away is "both" ? MostChanges : 1, away is "both" ? "" : away);
        AssertFewLines(run.LogAfter, MostChanges, "");
    }

    private static void AssertComplete(int count, IReadOnlyList<Received> received)
    {
        Assert.Equal(Enumerable.Range(0, count), received.Select(each => each.Data.GetInt32()));
        Assert.Equal(Enumerable.Range(1, count).Select(offset => (long)offset), received.Select(each => each.Offset));
    }

    // What is away goes once and stays away, however often it is tried.
    private static void AssertFewLines(string[] log, int most, string of)
    {
        var changes = log.Select(line => Change().Match(line).Value.Trim()).Where(change => change.Contains(of, StringComparison.OrdinalIgnoreCase));
        Assert.All(
            changes.Where(change => change != "").GroupBy(change => change),
            change => Assert.True(change.Count() <= most, $"Written {change.Count()} times: {change.Key}\n{string.Join('\n', log)}"));
    }

    [GeneratedRegex(@"Waiting for [\w ()]+:|[\w ()]+ is there\.$|Latency digests (can't be sent|are sent again)")]
    private static partial Regex Change();
}
