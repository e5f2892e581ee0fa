using Platform.Client;
using Platform.Client.Connection;
using Platform.Client.Publish;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Clients;

/// <summary>What the .NET client gets while the nodes behind the gateway come and go.</summary>
public sealed class DotnetClientTests(Servers servers)
{
    private const string Channel = "topic:dotnet";
    private const int Events = 1_500;

    [Fact]
    public async Task Each_event_comes_once_and_in_order_while_one_node_drains_and_the_other_is_killed()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            // On a busy machine a client is away for longer than the 1,000 events that history holds by default.
            Settings = new Dictionary<string, string> { ["Drain__WindowSeconds"] = "3", ["History__MaxEvents"] = "10000" },
        });
        // Beforehand: nodes give out the tokens here, and they are what comes and goes.
        var token = await stack.TokenAsync("dotnet", [Channel], "publish");
        await using var client = new PlatformClient(stack.Gateway.Url, new PlatformClientOptions
        {
            GetToken = _ => Task.FromResult(token),
        });
        var gaps = 0;
        var subscription = client.Subscribe(Channel);
        subscription.Missed += _ => Interlocked.Increment(ref gaps);
        await subscription.Ready.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        var producer = await stack.ProduceAsync();
        var pouring = producer.PourAsync(
            "normal", Events, n => new { event_type = "dotnet", id = $"dotnet-{n}", topic = "dotnet", data = n }, perSecond: 200);
        stack.Edges[0].Signal("TERM");
        Assert.Equal(0, await stack.Edges[0].ExitCodeAsync());
        stack.Edges[0].Start();
        await stack.Edges[0].WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await stack.Edges[1].KillAsync();
        await pouring;
        await client.PublishAsync([new EventDraft { EventType = "dotnet", Topic = "dotnet", Data = Events }], TestContext.Current.CancellationToken);

        var received = new List<int>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await foreach (var e in subscription.WithCancellation(patience.Token))
            {
                received.Add(e.Data.GetInt32());
                if (received.Count > Events)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{received.Count} events came, {gaps} gaps, the position is {subscription.Position}, {client.Stats}.");
        }

        Assert.Equal(Enumerable.Range(0, Events + 1), received);
        Assert.Equal(0, gaps);
        Assert.Equal(ConnectionState.Connected, client.State);
    }
}
