using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Platform.Contracts.Hub;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Connections;

/// <summary>Guarantee 9: a node may leave at any time.</summary>
public sealed class DrainTests(Servers servers)
{
    private const int WindowSeconds = 5;

    [Fact]
    public async Task Node_that_is_told_to_stop_spreads_its_clients_and_then_leaves()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Settings = new Dictionary<string, string> { ["Drain__WindowSeconds"] = $"{WindowSeconds}" },
        });
        var leaving = stack.Edges[0];
        var sockets = new List<RawSocket>();
        for (var i = 0; i < 8; i++)
        {
            sockets.Add(await RawSocket.ConnectAsync(leaving.Url, await stack.TokenAsync($"drain-{i}")));
            await sockets[i].ReadUntilAsync(message => message.Contains($"\"{HubMethods.Position}\"", StringComparison.Ordinal));
        }

        var token = await stack.TokenAsync("drain-0");

        leaving.Signal("TERM");
        var told = await Task.WhenAll(sockets.Select(socket => socket.ReadUntilAsync(message => message.Contains("\"type\":7", StringComparison.Ordinal))));

        var reconnects = told.Select(messages => messages.Select(ReconnectAfter).OfType<int>().Single()).Order().ToList();
        Assert.Equal(reconnects.Count, reconnects.Distinct().Count());
        Assert.InRange(reconnects[0], 0, 500);
        Assert.InRange(reconnects[^1], 1_000, WindowSeconds * 1_000);
        Assert.All(told, messages => Assert.Contains("\"allowReconnect\":true", messages[^1], StringComparison.Ordinal));
        Assert.Equal(0, await leaving.ExitCodeAsync());

        await using var client = new EventClient(stack.Gateway.Url, token);
        await client.StartAsync();
        Assert.True((await client.PingAsync()).Milliseconds > 0);
    }

    [Fact]
    public async Task Node_that_drains_is_not_ready_and_the_gateway_goes_elsewhere()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Settings = new Dictionary<string, string> { ["Drain__WindowSeconds"] = "60" },
        });
        var staying = await RawSocket.ConnectAsync(stack.Edges[0].Url, await stack.TokenAsync("drain-staying"));
        var also = await RawSocket.ConnectAsync(stack.Edges[0].Url, await stack.TokenAsync("drain-also"));
        await staying.ReadUntilAsync(message => message.Contains($"\"{HubMethods.Position}\"", StringComparison.Ordinal));
        await also.ReadUntilAsync(message => message.Contains($"\"{HubMethods.Position}\"", StringComparison.Ordinal));
        var token = await stack.TokenAsync("drain-new");
        using var http = new HttpClient();

        stack.Edges[0].Signal("TERM");
        HttpStatusCode status;
        do
        {
            using var answer = await http.GetAsync(new Uri(stack.Edges[0].Url, Routes.Ready), TestContext.Current.CancellationToken);
            status = answer.StatusCode;
        }
        while (status == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        for (var i = 0; i < 6; i++)
        {
            await using var client = new EventClient(stack.Gateway.Url, token);
            await client.StartAsync();
            Assert.True((await client.PingAsync()).Milliseconds > 0);
        }

        // A second signal is for those who can't wait.
        stack.Edges[0].Signal("TERM");
        Assert.Equal(0, await stack.Edges[0].ExitCodeAsync());
    }

    /// <summary>The gateway does not know at once that a node leaves, so clients still come while it stops.</summary>
    [Fact]
    public async Task Clients_that_come_in_the_last_moment_do_not_hold_the_node()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Settings = new Dictionary<string, string>
            {
                ["Drain__WindowSeconds"] = "0",
                ["Connections__MaxPerUser"] = "100000",
                ["Connections__MaxPerAddress"] = "100000",
                // A client that is kept would be cut off after this, which is longer than anyone here waits.
                ["DOTNET_shutdownTimeoutSeconds"] = "600",
            },
        });
        var leaving = stack.Edges[0];
        var token = await stack.TokenAsync("drain-late");
        var came = new ConcurrentBag<Task>();
        var coming = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(ComeUntilRefusedAsync, TestContext.Current.CancellationToken)));

        leaving.Signal("TERM");
        await coming;
        await Task.WhenAll(came);

        Assert.NotEmpty(came);
        Assert.Equal(0, await leaving.ExitCodeAsync());

        async Task ComeUntilRefusedAsync()
        {
            try
            {
                while (true)
                {
                    came.Add(StayAsync(await RawSocket.OpenAsync(leaving.Url, token)));
                }
            }
            catch (WebSocketException)
            {
                // It does not listen any more.
            }
        }

        static async Task StayAsync(RawSocket socket)
        {
            await using (socket)
            {
                try
                {
                    await socket.SayHelloAsync();
                }
                catch (WebSocketException)
                {
                    // It was let go of before it said a word.
                }

                await socket.ReadToEndAsync();
            }
        }
    }

    private static int? ReconnectAfter(string message)
    {
        using var json = JsonDocument.Parse(message);
        return json.RootElement.TryGetProperty("target", out var target) && target.GetString() == HubMethods.Draining
            ? json.RootElement.GetProperty("arguments")[0].GetProperty("reconnect_after_ms").GetInt32()
            : null;
    }
}
