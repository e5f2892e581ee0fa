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

        for (var beat = 0; beat < 3; beat++)
        {
            var messages = await socket.ReadUntilAsync(IsHeartbeat);
            Assert.Contains("server_time", messages.First(IsHeartbeat), StringComparison.Ordinal);
        }
    }

    private static bool IsHeartbeat(string message) => message.Contains($"\"{HubMethods.Heartbeat}\"", StringComparison.Ordinal);
}
