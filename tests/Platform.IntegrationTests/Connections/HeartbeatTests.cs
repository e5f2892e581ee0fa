using Platform.Contracts.Hub;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Connections;

public sealed class HeartbeatTests(Servers servers)
{
    [Fact]
    public async Task Heartbeats_come_to_a_bare_client_that_never_answers_them()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            Settings = new Dictionary<string, string> { ["Heartbeat__IntervalSeconds"] = "1", ["Heartbeat__DegradedIntervalSeconds"] = "1" },
        });
        await using var socket = await RawSocket.ConnectAsync(stack.Edges[0].Url, await stack.TokenAsync("heartbeat"));

        var beats = 0;
        var messages = await socket.ReadUntilAsync(message => message.Contains($"\"{HubMethods.Heartbeat}\"", StringComparison.Ordinal) && ++beats == 3);

        Assert.Contains("server_time", messages[^1], StringComparison.Ordinal);
    }
}
