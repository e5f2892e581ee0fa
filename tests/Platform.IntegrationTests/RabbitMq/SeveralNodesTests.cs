using System.Net;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Stack;
using Platform.Load.Faults;

namespace Platform.IntegrationTests.RabbitMq;

public sealed class SeveralNodesTests(Servers servers)
{
    [Fact]
    public async Task Whoever_loses_a_node_goes_on_with_another_one_and_loses_no_event()
    {
        // Two ways to one broker: what is on the way that goes away must take the other, whichever it chose first.
        await using var one = new FaultProxy(servers.RabbitMq.Host, servers.RabbitMq.Port);
        await using var other = new FaultProxy(servers.RabbitMq.Host, servers.RabbitMq.Port);
        await using var stack = await PlatformStack.PrepareAsync(servers, new StackShape { Edges = 1, RabbitMqProxies = [one, other] });
        foreach (var service in (ServiceProcess[])[stack.Ingest, stack.Edges[0], .. stack.Publishers])
        {
            service.Start();
            await service.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        }

        var client = await stack.ConnectAsync("nodes", at: stack.Edges[0]);
        using var door = new HttpDoor(stack.Ingest);
        for (var sent = 0; sent < 4;)
        {
            var (gone, left) = sent % 2 == 0 ? (one, other) : (other, one);
            left.Restore();
            gone.Cut();

            await PublishAsync(sent++);
            Assert.Equal(Enumerable.Range(0, sent), (await client.WaitForAsync(sent)).Select(each => each.Data.GetInt32()));
            Assert.Equal(0, gone.Connections);
        }

        // As a producer does: the same event again until it is accepted.
        async Task PublishAsync(int number)
        {
            for (var tries = 0; ; tries++)
            {
                var answer = await door.PublishAsync(new { id = $"nodes-{number}", event_type = "t", user_id = "nodes", data = number });
                if (answer.Status == HttpStatusCode.Accepted)
                {
                    return;
                }

                Assert.True(answer.Status == HttpStatusCode.ServiceUnavailable && tries < 100, $"{answer.Status} {answer.Body}");
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }
}
