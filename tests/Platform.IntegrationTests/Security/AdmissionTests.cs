using System.Net;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Security;

/// <summary>Who may connect, from where, and how often.</summary>
public sealed class AdmissionTests(Servers servers)
{
    [Fact]
    public async Task Connections_are_bounded_by_user_and_address_and_pages_by_their_origin()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Settings = new Dictionary<string, string>
            {
                ["Connections__MaxPerUser"] = "2",
                ["Connections__MaxPerAddress"] = "3",
                ["Connections__Origins__0"] = "https://app.example.com",
            },
        });
        using var edge = new HttpDoor(stack.Edges[0]);
        using var gateway = new HttpDoor(stack.Gateway);
        var token = await stack.TokenAsync("admission-1");

        // By user.
        var first = await RawSocket.ConnectAsync(stack.Gateway.Url, token);
        await using var second = await RawSocket.ConnectAsync(stack.Gateway.Url, token);
        var refusal = await gateway.ConnectAsync(token);
        Assert.Equal((HttpStatusCode.TooManyRequests, ProblemTypes.TooManyRequests), (refusal.Status, refusal.Type));
        Assert.True(refusal.RetryAfter > TimeSpan.Zero);
        await first.DisposeAsync();
        await using var third = await ConnectWhenThereIsRoomAsync(stack.Gateway.Url, token);

        // By address, as the gateway (a trusted proxy) tells it.
        var sockets = new List<RawSocket>();
        for (var i = 0; i < 3; i++)
        {
            sockets.Add(await RawSocket.ConnectAsync(
                stack.Edges[0].Url, await stack.TokenAsync($"admission-address-{i}"), options => options.SetRequestHeader("X-Forwarded-For", "203.0.113.7")));
        }

        refusal = await edge.ConnectAsync(await stack.TokenAsync("admission-address-3"), forwardedFor: "203.0.113.7");
        Assert.Equal((HttpStatusCode.TooManyRequests, ProblemTypes.TooManyRequests), (refusal.Status, refusal.Type));
        await using var elsewhere = await RawSocket.ConnectAsync(
            stack.Edges[0].Url, await stack.TokenAsync("admission-address-3"), options => options.SetRequestHeader("X-Forwarded-For", "203.0.113.8"));

        // By origin, on negotiate and on the WebSocket, whatever way it comes.
        foreach (var door in (HttpDoor[])[edge, gateway])
        {
            foreach (var negotiate in (bool[])[true, false])
            {
                refusal = await door.ConnectAsync(await stack.TokenAsync("admission-origin"), origin: "https://evil.example.com", negotiate: negotiate);
                Assert.Equal((HttpStatusCode.Forbidden, ProblemTypes.OriginNotAllowed), (refusal.Status, refusal.Type));
            }
        }

        foreach (var origin in (string[])["https://app.example.com", stack.Gateway.Url.GetLeftPart(UriPartial.Authority), "http://localhost:3000"])
        {
            await using var page = await RawSocket.ConnectAsync(
                stack.Gateway.Url, await stack.TokenAsync($"admission-{origin}"), options => options.SetRequestHeader("Origin", origin));
            await page.ReadUntilAsync(message => message == "{}");
            Assert.Equal(HttpStatusCode.OK, (await gateway.ConnectAsync(await stack.TokenAsync("admission-origin"), origin, negotiate: true)).Status);
        }

        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }
    }

    // A place is free once the node has seen the end of the connection that had it.
    private static async Task<RawSocket> ConnectWhenThereIsRoomAsync(Uri server, string token)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            try
            {
                return await RawSocket.ConnectAsync(server, token);
            }
            catch (System.Net.WebSockets.WebSocketException) when (DateTime.UtcNow < deadline)
            {
            }
        }
    }
}
