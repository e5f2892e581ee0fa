using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Outages;

public sealed class FailoverTests(Servers servers)
{
    [Fact]
    public async Task Publisher_that_was_frozen_wakes_up_stands_by_and_harms_nothing()
    {
        const int Count = 6_000;
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Publishers = 2,
            Edges = 1,
            Doors = false,
            // What piles up while no publisher is active comes at once; the client may need history for all of it.
            Settings = new Dictionary<string, string> { ["History__MaxEvents"] = "10000" },
        });
        var (first, second) = (stack.Publishers[0], stack.Publishers[1]);
        var client = await stack.ConnectAsync("frozen");
        var producer = await stack.ProduceAsync();
        var pouring = producer.PourAsync("normal", Count, n => new { id = $"frozen-{n}", event_type = "t", user_id = "frozen", data = n }, perSecond: 600);
        await client.WaitForAsync(600);

        // Which of the two is the active one is RabbitMQ's choice: after both were frozen in turn, it is the first, and each of
        // them has gone on for the other.
        foreach (var publisher in (ServiceProcess[])[first, second])
        {
            publisher.Signal("STOP");
            await GoesOnAsync();
            publisher.Signal("CONT");
            await GoesOnAsync();
        }

        // Only a publisher that stands by again goes on now.
        await first.KillAsync();
        await GoesOnAsync();
        await pouring;

        var received = await client.WaitForAsync(Count);
        Assert.Equal(Enumerable.Range(0, Count), received.Select(each => each.Data.GetInt32()));
        Assert.Equal(Enumerable.Range(1, Count).Select(offset => (long)offset), received.Select(each => each.Offset));
        Assert.Empty(client.Gaps);

        // What was under way is let through before anything is counted.
        async Task GoesOnAsync()
        {
            await Task.Delay(200);
            await client.WaitForAsync(Math.Min(Count, client.Received.Count + 300));
        }
    }
}
