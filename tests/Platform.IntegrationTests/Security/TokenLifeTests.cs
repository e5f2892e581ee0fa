using Microsoft.AspNetCore.SignalR;
using Platform.Contracts.Hub;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Security;

/// <summary>A connection lives as long as its newest token.</summary>
[Collection(SharedStackCollection.Name)]
public sealed class TokenLifeTests(SharedStack shared)
{
    private readonly PlatformStack _stack = shared.Stack;

    [Fact]
    public async Task Connection_ends_with_its_token_in_order_and_may_come_back_with_a_new_one()
    {
        await using var socket = await RawSocket.ConnectAsync(_stack.Gateway.Url, await _stack.TokenAsync("life-short", expiresIn: 5));

        var messages = await socket.ReadToEndAsync();

        Assert.Equal($$"""{"type":7,"error":"{{CloseReasons.TokenExpired}}","allowReconnect":true}""", messages[^1]);
    }

    [Fact]
    public async Task Connection_that_gets_a_new_token_in_time_outlives_the_first_one()
    {
        await using var client = new EventClient(_stack.Gateway.Url, await _stack.TokenAsync("life-long", ["topic:life-*"], expiresIn: 6));
        await client.StartAsync();
        await client.SubscribeAsync("topic:life-old");
        await client.SubscribeAsync("topic:life-kept");

        var answer = await client.RefreshAsync(await _stack.TokenAsync("life-long", ["topic:life-kept", "topic:other"]));

        Assert.Equal(["topic:life-old"], answer.Ended);
        Assert.True(answer.ExpiresAt > DateTimeOffset.UtcNow.AddMinutes(30).ToUnixTimeMilliseconds());
        Assert.Null((await client.SubscribeAsync("topic:other")).Error);
        Assert.Equal(SubscribeErrors.Forbidden, (await client.SubscribeAsync("topic:life-old")).Error);

        // Longer than the first token and the clocks' tolerance: 6 and 5 s.
        await Task.Delay(TimeSpan.FromSeconds(14), TestContext.Current.CancellationToken);
        var producer = await _stack.ProduceAsync();
        await producer.PublishAsync("normal", new { event_type = "t", topic = "life-old", data = 0 });
        await producer.PublishAsync("normal", new { event_type = "t", topic = "life-kept", data = 1 });
        await producer.PublishAsync("normal", new { event_type = "t", topic = "other", data = 2 });
        var received = await client.WaitForAsync(2);
        Assert.Equal(["topic:life-kept", "topic:other"], received.Select(each => each.Channel).Order());
        Assert.True(client.IsConnected);
    }

    [Fact]
    public async Task Token_that_is_not_believed_leaves_everything_as_it_was()
    {
        await using var client = new EventClient(_stack.Gateway.Url, await _stack.TokenAsync("life-same", ["topic:life-same"]));
        await client.StartAsync();
        await client.SubscribeAsync("topic:life-same");

        await RefusedAsync(CallErrors.InvalidToken, "no token at all");
        await RefusedAsync(CallErrors.InvalidToken, Jwt.Hs256(Jwt.Claims("life-same"), key: "another secret, which nobody here has heard of"));
        await RefusedAsync(CallErrors.InvalidToken, Jwt.Hs256(Jwt.Claims("life-same", expiresIn: 48 * 3600)));
        await RefusedAsync(CallErrors.InvalidToken, await _stack.TokenAsync("life-same", expiresIn: -60));
        await RefusedAsync(CallErrors.OtherSubject, await _stack.TokenAsync("life-other"));

        await (await _stack.ProduceAsync()).PublishAsync("normal", new { event_type = "t", topic = "life-same", data = 1 });
        Assert.Single(await client.WaitForAsync(1));
        Assert.Null((await client.SubscribeAsync("topic:life-same")).Error);

        async Task RefusedAsync(string error, string token)
        {
            var refusal = await Assert.ThrowsAsync<HubException>(() => client.RefreshAsync(token));
            Assert.Contains($"{error}: ", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(token, refusal.Message, StringComparison.Ordinal);
        }
    }
}
