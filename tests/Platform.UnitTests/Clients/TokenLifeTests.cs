using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Platform.Client;
using Platform.Client.Access;
using Platform.Client.Latency;

namespace Platform.UnitTests.Clients;

public sealed class TokenLifeTests
{
    private const double Now = 1_767_607_200_000;

    [Fact]
    public void Newer_token_is_wanted_a_minute_before_the_end_or_a_fifth_of_a_shorter_life() =>
        Assert.Equal(
            ((int?)3_540_000, (int?)8_000, (int?)540_000),
            (LeftMs(new { iat = 0, exp = 3_600 }), LeftMs(new { iat = 0, exp = 10 }), LeftMs(new { exp = 600 })));

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("a.!!!.c")]
    [InlineData("a.W10.c")]
    [InlineData("a.e30.c")]
    public void Token_that_does_not_tell_its_end_has_none(string token) => Assert.Null(TokenLife.LeftMs(token, Now));

    [Fact]
    public async Task Token_is_used_for_publishing_until_its_end_is_near()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds((long)Now));
        var asked = 0;
        var options = new PlatformClientOptions { Time = time, GetToken = _ => Task.FromResult(Token(new { exp = (time.GetUtcNow().ToUnixTimeMilliseconds() / 1_000) + 600 + asked++ })) };
        var tokens = new Tokens(options, new ServerClock(time));

        var first = await tokens.CurrentAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(8));
        Assert.Equal(first, await tokens.CurrentAsync(TestContext.Current.CancellationToken));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(first, await tokens.CurrentAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, asked);
    }

    // Claims that count from now.
    private static int? LeftMs(object claims)
    {
        var counted = JsonSerializer.SerializeToElement(claims).EnumerateObject().ToDictionary(claim => claim.Name, claim => claim.Value.GetDouble() + (Now / 1_000));
        return (int?)TokenLife.LeftMs(Token(counted), Now);
    }

    private static string Token(object claims) => $"x.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}.x";
}
