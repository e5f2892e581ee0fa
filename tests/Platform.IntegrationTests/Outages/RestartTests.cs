using Platform.IntegrationTests.Stack;
using RabbitMQ.Client.Exceptions;

namespace Platform.IntegrationTests.Outages;

public sealed class RestartTests
{
    [Fact]
    public async Task Events_flow_on_in_order_when_RabbitMQ_and_Redis_are_both_restarted_and_those_before_can_still_be_had()
    {
        const int Count = 2_000;
        await using var servers = new PrivateServers();
        await servers.StartAsync();
        await using var stack = await PlatformStack.StartAsync(
            servers.Addresses, new StackShape { Edges = 1, Doors = false, Settings = new Dictionary<string, string> { ["History__MaxEvents"] = "10000" } });
        var client = await stack.ConnectAsync("restarted");
        var start = await client.SubscribeAsync("user:restarted");
        var pouring = PourAsync(stack, Count);
        await client.WaitForAsync(Count / 4);

        await servers.StopAsync();
        await servers.StartAsync();
        await pouring;

        var received = await client.WaitForAsync(Count);
        Assert.Equal(Enumerable.Range(0, Count), received.Select(each => each.Data.GetInt32()));
        Assert.Empty(client.Gaps);

        // What was appended before the restart came back with Redis.
        var later = await stack.ConnectAsync("restarted");
        Assert.True((await later.SubscribeAsync("user:restarted", start.Epoch, start.Offsets)).Recovered);
        Assert.Equal(Enumerable.Range(0, Count), (await later.WaitForAsync(Count)).Select(each => each.Data.GetInt32()));
    }

    // One after the other, each until it is confirmed, as a producer that loses nothing does.
    private static async Task PourAsync(PlatformStack stack, int count)
    {
        var producer = await stack.ProduceAsync();
        for (var n = 0; n < count; await Task.Delay(2))
        {
            try
            {
                await producer.PublishAsync("normal", new { id = $"r-{n}", event_type = "t", user_id = "restarted", data = n }).WaitAsync(TimeSpan.FromSeconds(30));
                n++;
            }
            catch (Exception e) when (e is RabbitMQClientException or IOException)
            {
                producer = await ReconnectAsync(stack);
            }
        }
    }

    private static async Task<Road.EventProducer> ReconnectAsync(PlatformStack stack)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(200))
        {
            try
            {
                return await stack.ProduceAsync();
            }
            catch (BrokerUnreachableException) when (DateTime.UtcNow < deadline)
            {
                // Not yet.
            }
        }
    }
}
