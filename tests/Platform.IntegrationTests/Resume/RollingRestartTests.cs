using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Resume;

/// <summary>Guarantee 9: nodes come and go under load, and no client misses anything, in whichever protocol it speaks.</summary>
public sealed class RollingRestartTests(Servers servers)
{
    private const string Channel = "topic:rolling";
    private const int PerSecond = 150;
    private const int Clients = 6;

    [Fact]
    public async Task Both_nodes_are_restarted_and_killed_in_turn_and_each_event_comes_once_in_order_to_JSON_and_MessagePack_clients()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Settings = new Dictionary<string, string> { ["Drain__WindowSeconds"] = "2" },
        });
        var clients = new List<ResumingClient>();
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                clients.Add(new ResumingClient(stack.Gateway.Url, await stack.TokenAsync($"rolling-{i}", [Channel]), Channel, packed: i % 2 == 0));
                await clients[i].StartAsync();
            }

            var producer = await stack.ProduceAsync();
            var sent = 0;
            var faults = LeaveAndDieAsync(stack);
            while (!faults.IsCompleted)
            {
                await producer.PourAsync("normal", PerSecond, n => new { event_type = "rolling", id = $"rolling-{sent + n}", topic = "rolling", data = n }, PerSecond);
                sent += PerSecond;
            }

            await faults;
            var all = Enumerable.Range(0, sent).Select(n => $"rolling-{n}").ToArray();
            foreach (var client in clients)
            {
                for (var deadline = DateTime.UtcNow.AddSeconds(60); client.Ids.Count < sent && DateTime.UtcNow < deadline;)
                {
                    await Task.Delay(50, TestContext.Current.CancellationToken);
                }

                Assert.Empty(client.Troubles);
                Assert.Equal(all, client.Ids);
                // Each of them was on a node that left or died.
                Assert.InRange(client.Connections, 3, int.MaxValue);
            }
        }
        finally
        {
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    private static async Task LeaveAndDieAsync(PlatformStack stack)
    {
        foreach (var edge in stack.Edges)
        {
            edge.Signal("TERM");
            Assert.Equal(0, await edge.ExitCodeAsync());
            edge.Start();
            await edge.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        foreach (var edge in stack.Edges)
        {
            await edge.KillAsync();
            edge.Start();
            await edge.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }
}
