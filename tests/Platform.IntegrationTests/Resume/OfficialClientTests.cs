using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Resume;

/// <summary>What the official JavaScript client gets while the nodes behind the gateway come and go.</summary>
public sealed class OfficialClientTests(Servers servers)
{
    private const string Channel = "topic:official";
    private const int Events = 3_000;

    [Fact]
    public async Task Each_event_comes_once_and_in_order_while_one_node_drains_and_the_other_is_killed()
    {
        Assert.SkipUnless(NodeScript.IsInstalled, "Node.js 18 or newer with npm is not there.");
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Settings = new Dictionary<string, string> { ["Drain__WindowSeconds"] = "3" },
        });
        var subscribers = new List<NodeSubscriber>();
        try
        {
            for (var i = 0; i < 3; i++)
            {
                subscribers.Add(await NodeSubscriber.StartAsync(stack.Gateway.Url, await stack.TokenAsync($"official-{i}", [Channel]), Channel));
            }

            var producer = await stack.ProduceAsync();
            var pouring = producer.PourAsync(
                "normal", Events, n => new { event_type = "official", id = $"official-{n}", topic = "official", data = n }, perSecond: 300);

            stack.Edges[0].Signal("TERM");
            Assert.Equal(0, await stack.Edges[0].ExitCodeAsync());
            stack.Edges[0].Start();
            await stack.Edges[0].WaitUntilReadyAsync(TestContext.Current.CancellationToken);
            await stack.Edges[1].KillAsync();
            await pouring;

            foreach (var subscriber in subscribers)
            {
                for (var deadline = DateTime.UtcNow.AddSeconds(60); subscriber.Events.Count < Events && DateTime.UtcNow < deadline;)
                {
                    await Task.Delay(50, TestContext.Current.CancellationToken);
                }

                Assert.Empty(subscriber.Troubles);
                Assert.Equal(Enumerable.Range(0, Events).Select(n => $"official-{n}"), subscriber.Events);
            }
        }
        finally
        {
            subscribers.ForEach(subscriber => subscriber.Dispose());
        }
    }
}
