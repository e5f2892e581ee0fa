using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Hub;
using Platform.Contracts.Names;
using Platform.Edge.Revocations;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;
using Platform.Load.Stock;

namespace Platform.IntegrationTests.Security;

/// <summary>What is revoked is worth nothing on any node, at once and later.</summary>
public sealed class RevokeTests(Servers servers)
{
    private const string Channel = "topic:revoke";

    [Fact]
    public async Task Revoked_users_and_tokens_are_out_on_every_node_and_stay_out()
    {
        await using var stack = await PlatformStack.StartAsync(servers);
        using var door = new HttpDoor(stack.Gateway);
        using var second = new HttpDoor(stack.Edges[1]);
        var admin = await stack.TokenAsync("revoke-admin", scope: Scopes.Admin);
        var (user, other, token) = (await stack.TokenAsync("revoke-user", [Channel]), await stack.TokenAsync("revoke-other", [Channel]), await stack.TokenAsync("revoke-token", [Channel]));
        var sibling = await stack.TokenAsync("revoke-token", [Channel]);
        var clients = new List<(EventClient User, EventClient Token, EventClient Sibling, EventClient Other)>();
        foreach (var node in stack.Edges)
        {
            clients.Add((await ConnectAsync(user, node), await ConnectAsync(token, node), await ConnectAsync(sibling, node), await ConnectAsync(other, node)));
        }

        // By user.
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.OK, (await door.PostAsync(Routes.Revoke, """{"sub":"revoke-user"}""", admin)).Status);
        foreach (var node in clients)
        {
            Assert.Contains(CloseReasons.TokenRevoked, (await node.User.Closed)!.Message, StringComparison.Ordinal);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"Every node's connections were closed after {watch.ElapsedMilliseconds} ms.");

        // By token.
        Assert.Equal(HttpStatusCode.OK, (await door.PostAsync(Routes.Revoke, $$"""{"jti":"{{Jwt.Claim(token, "jti")}}"}""", admin)).Status);
        foreach (var node in clients)
        {
            Assert.Contains(CloseReasons.TokenRevoked, (await node.Token.Closed)!.Message, StringComparison.Ordinal);
            Assert.True(node.Sibling.IsConnected);
            Assert.True(node.Other.IsConnected);
        }

        // The doors are closed to them, and a connection does not take them either; a token that is newer is as good as any.
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
        await RefusedAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => clients[0].Sibling.RefreshAsync(token));
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync(History, Jwt.Hs256(Jwt.Claims("revoke-user", channels: [Channel], issuedAgo: null)))).Status);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync(History, await stack.TokenAsync("revoke-user", [Channel]))).Status);

        // A node that was away knows it when it is back, and so does Redis when its data was lost meanwhile.
        await stack.Edges[1].KillAsync();
        stack.Edges[1].Start();
        await stack.Edges[1].WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await RefusedAsync();
        await stack.Redis.KeyDeleteAsync(stack.Names.Revoked);
        await UntilAsync(async () => await stack.Redis.SortedSetLengthAsync(stack.Names.Revoked) == 2);
        Assert.InRange((await stack.Redis.KeyTimeToLiveAsync(stack.Names.Revoked))!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(25));

        // A control message that was lost costs seconds.
        await stack.Redis.SortedSetAddAsync(stack.Names.Revoked, "sub:revoke-other", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Assert.Contains(CloseReasons.TokenRevoked, (await clients[0].Other.Closed)!.Message, StringComparison.Ordinal);

        async Task RefusedAsync()
        {
            foreach (var jwt in (string[])[user, token])
            {
                var answer = await second.GetAsync(History, jwt);
                Assert.Equal((HttpStatusCode.Unauthorized, ProblemTypes.Unauthorized), (answer.Status, answer.Type));
                Assert.Contains("revoked", answer.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.Unauthorized, (await second.ConnectAsync(jwt)).Status);
            }
        }
    }

    /// <summary>It stands nowhere in Redis: what ends these connections is the word that every node hears.</summary>
    [Fact]
    public async Task Word_of_a_revocation_reaches_every_node_over_the_backplane_alone()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape { Doors = false });
        await using var service = await StockApp.StartAsync(
            builder => builder.AddStockSignalR($"redis://{servers.Redis.Host}:{servers.Redis.Port}", stack.Names.Backplane), _ => { }, TestContext.Current.CancellationToken);
        var token = await stack.TokenAsync("revoke-word");
        var clients = new List<EventClient>();
        foreach (var node in stack.Edges)
        {
            clients.Add(await ConnectAsync(token, node));
        }

        await service.Services.GetRequiredService<IHubContext<NodeControl>>().Clients.All.SendAsync(
            "revoke", new { claim = "sub", value = "revoke-word", at = DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeMilliseconds() }, TestContext.Current.CancellationToken);

        foreach (var client in clients)
        {
            Assert.Contains(CloseReasons.TokenRevoked, (await client.Closed)!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Revoked_token_publishes_nothing_more_also_through_an_instance_that_started_later()
    {
        await using var stack = await PlatformStack.StartAsync(servers);
        using var door = new HttpDoor(stack.Gateway);
        var (token, sibling) = (await stack.TokenAsync("revoke-producer", scope: Scopes.Publish), await stack.TokenAsync("revoke-producer", scope: Scopes.Publish));
        Assert.Equal(HttpStatusCode.Accepted, (await PublishAsync(token)).Status);

        await door.PostAsync(Routes.Revoke, $$"""{"jti":"{{Jwt.Claim(token, "jti")}}"}""", await stack.TokenAsync("revoke-admin", scope: Scopes.Admin));

        await UntilAsync(async () => (await PublishAsync(token)).Status == HttpStatusCode.Unauthorized);
        var answer = await PublishAsync(token);
        Assert.Equal(ProblemTypes.Unauthorized, answer.Type);
        Assert.Contains("revoked", answer.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, (await PublishAsync(sibling)).Status);

        await stack.Ingest.KillAsync();
        stack.Ingest.Start();
        await stack.Ingest.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await UntilAsync(async () => (await PublishAsync(token)).Status == HttpStatusCode.Unauthorized);
        await UntilAsync(async () => (await PublishAsync(sibling)).Status == HttpStatusCode.Accepted);

        Task<Answer> PublishAsync(string bearer) => door.PublishAsync(new { event_type = "t", topic = "revoke", data = 1 }, key: null, bearer: bearer);
    }

    private const string History = $"/api/v1/channels/{Channel}/history";

    private static async Task<EventClient> ConnectAsync(string token, ServiceProcess node)
    {
        var client = new EventClient(node.Url, token);
        await client.StartAsync();
        await client.PingAsync();
        return client;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); !await isSo(); await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            Assert.True(DateTime.UtcNow < deadline);
        }
    }
}
