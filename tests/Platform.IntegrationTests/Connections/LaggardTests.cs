using Platform.IntegrationTests.Stack;
using Platform.Load.Producers;
using Platform.Load.Rig;
using Platform.Load.Stock;

namespace Platform.IntegrationTests.Connections;

/// <summary>
/// Guarantee 5: nobody waits for a slow consumer, whichever way messages come into the outbox. What stock SignalR does in the same
/// place stands beside it, so that these tests are known to see the fault.
/// </summary>
public sealed class LaggardTests(Servers servers)
{
    private const int Frozen = 0;
    private const int SlowBytesPerSecond = 16 * 1024;

    // What may be under way to those that read fits into any outbox, on a machine of any speed. One that lags holds it up only if they wait for it.
    private const int Ahead = 100;

    private static readonly TimeSpan Patience = LaggingGroup.Patience;

    [Theory]
    [InlineData(Frozen)]
    [InlineData(SlowBytesPerSecond)]
    public async Task Stock_group_waits_for_the_member_that_lags(int laggardReads)
    {
        using var group = new LaggingGroup("stock");
        await using var stock = await StockGroup.StartAsync(Redis, group.Channel, TestContext.Current.CancellationToken);
        await group.JoinAsync(stock, laggardReads);

        await group.SendAsync(stock, ahead: int.MaxValue);
        // Until the server has had enough of a frozen one, which takes it ten seconds, or for half of that.
        await LaggingGroup.IsWithinAsync(TimeSpan.FromSeconds(5), () => !group.Laggard.IsConnected || group.Audit().Missing == 0);

        Assert.True(group.Audit().Missing > 0);
        group.Laggard.Dispose();
        Assert.True(await LaggingGroup.IsWithinAsync(Patience, () => group.Audit().Missing == 0));
    }

    [Theory]
    [InlineData(Frozen)]
    [InlineData(SlowBytesPerSecond)]
    public async Task Events_reach_the_others_whatever_one_reader_does(int laggardReads)
    {
        await using var stack = await StartAsync();
        using var edge = new HttpClient { BaseAddress = stack.Edges[0].Url };
        using var group = new LaggingGroup("lagging");
        await using var platform = GroupOf(stack, edge, group.Channel);
        await group.JoinAsync(platform, laggardReads);

        await group.SendAsync(platform, Ahead);

        await OthersGotAllAsync(group);
        Assert.Equal(0, group.Laggard.Holes);
        if (laggardReads == Frozen)
        {
            Assert.True(await LaggingGroup.IsWithinAsync(Patience, () => !group.Laggard.IsConnected), "Nobody let go of the frozen reader.");
        }
    }

    [Theory]
    [InlineData(Frozen)]
    [InlineData(SlowBytesPerSecond)]
    public async Task Control_messages_reach_the_others_whatever_one_reader_does(int laggardReads)
    {
        await using var stack = await StartAsync();
        using var edge = new HttpClient { BaseAddress = stack.Edges[0].Url };
        using var group = new LaggingGroup("control");
        await using var control = await ControlGroup.StartAsync(GroupOf(stack, edge, group.Channel), Redis, stack.Names.Backplane);
        await group.JoinAsync(control, laggardReads);

        await group.SendAsync(control, Ahead);

        await OthersGotAllAsync(group);
        // Control messages can't be read again, so whoever takes none of them is let go.
        Assert.True(await LaggingGroup.IsWithinAsync(Patience, () => !group.Laggard.IsConnected), "Nobody let go of the reader that lags.");
    }

    private string Redis => $"redis://{servers.Redis.Host}:{servers.Redis.Port}";

    private Task<PlatformStack> StartAsync() => PlatformStack.StartAsync(servers, new StackShape { Edges = 1, Doors = false });

    // All on one node, met directly: as in the stock group, nothing between hides who waits for whom.
    private static PlatformGroup GroupOf(PlatformStack stack, HttpClient edge, string channel)
    {
        var target = new Target
        {
            Gateway = stack.Edges[0].Url,
            RabbitMqNodes = [stack.RabbitMq],
            ApiKey = "",
            Processes = new Dictionary<string, int>(),
        };
        return new PlatformGroup(target, edge, Via.Amqp, channel);
    }

    private static async Task OthersGotAllAsync(LaggingGroup group)
    {
        Assert.True(await LaggingGroup.IsWithinAsync(Patience, () => group.Audit().Missing == 0), $"{group.Audit().Missing} deliveries are missing.");
        Assert.True(group.Audit().IsClean);
        // It was far behind all the time.
        Assert.InRange(group.Laggard.Events, 0, LaggingGroup.Events / 2);
    }
}
