using System.Text.RegularExpressions;
using Platform.IntegrationTests.Road;

namespace Platform.IntegrationTests.Outages;

public sealed partial class LongOutageTests(OutageRuns runs) : IClassFixture<OutageRuns>
{
    private const long MostGrowth = 64 * 1024 * 1024;

    [Theory]
    [InlineData("Redis is cut off")]
    [InlineData("RabbitMQ is cut off")]
    [InlineData("Redis is stalled")]
    [InlineData("RabbitMQ is stalled")]
    [InlineData("both are slow")]
    public async Task Nothing_is_lost_doubled_or_out_of_order_when_for_half_a_minute(string fault)
    {
        var run = await runs.Of(fault);

        AssertComplete(OutageRuns.Count, run.Normal);
        AssertComplete(OutageRuns.CriticalCount, run.Critical);
        Assert.Equal(0, run.Gaps);
        Assert.True(run.PublisherGrowth < MostGrowth, $"The publisher grew by {run.PublisherGrowth / 1024} KiB.");
        AssertOneLineAChange(run.PublisherLog);
    }

    private static void AssertComplete(int count, IReadOnlyList<Received> received)
    {
        Assert.Equal(Enumerable.Range(0, count), received.Select(each => each.Data.GetInt32()));
        Assert.Equal(Enumerable.Range(1, count).Select(offset => (long)offset), received.Select(each => each.Offset));
    }

    // A dependency goes and comes back once, whatever is tried meanwhile.
    private static void AssertOneLineAChange(string[] log)
    {
        var changes = log.Select(line => Change().Match(line)).Where(match => match.Success).GroupBy(match => match.Value.Trim());
        Assert.All(changes, change => Assert.True(change.Count() == 1, $"Written {change.Count()} times: {change.Key}\n{string.Join('\n', log)}"));
        // Two lines each, for five dependencies and the digests; a line an attempt would make hundreds.
        Assert.True(log.Length <= 40, string.Join('\n', log));
    }

    [GeneratedRegex(@"Waiting for [\w ()]+:|[\w ()]+ is there\.$|Latency digests (can't be sent|are sent again)")]
    private static partial Regex Change();
}
