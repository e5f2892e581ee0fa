using System.Net;
using Platform.Contracts.Names;

namespace Platform.IntegrationTests.Security;

/// <summary>The attacks as they come from a public network.</summary>
public sealed class HostileToTheGatewayTests(HostileGateway hostile) : HostileClientTests(hostile), IClassFixture<HostileGateway>
{
    private const int Many = 50;

    private readonly HostileGateway _hostile = hostile;

    /// <summary>Kestrel wants 240 bytes a second of a body, after five seconds.</summary>
    [Fact]
    public Task Bodies_that_never_end_are_cut_off() => _hostile.UnharmedByAsync(() => Task.WhenAll(Enumerable.Range(0, Many).Select(async _ =>
    {
        await using var client = await RawHttp.ConnectAsync(_hostile.Door.Url);
        await client.SendAsync(
            $"POST {Routes.Events} HTTP/1.1\r\nHost: x\r\nX-API-Key: dev-key\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n[");
        var end = client.ReadToEndAsync();
        while (!end.IsCompleted)
        {
            await client.IsCutOffWithinAsync(" "u8.ToArray(), times: 1);
            await Task.WhenAny(end, Task.Delay(500));
        }

        Assert.Matches("^(HTTP/1.1 4|$)", await end);
    })));

    [Fact]
    public Task Bodies_that_are_too_large_are_refused() => _hostile.UnharmedByAsync(async () =>
    {
        await using var client = await RawHttp.ConnectAsync(_hostile.Door.Url);
        await client.SendAsync(
            $"POST {Routes.Events} HTTP/1.1\r\nHost: x\r\nX-API-Key: dev-key\r\nContent-Type: application/json\r\nContent-Length: {1L << 40}\r\n\r\n[");

        Assert.StartsWith($"HTTP/1.1 {(int)HttpStatusCode.RequestEntityTooLarge} ", await client.ReadToEndAsync(), StringComparison.Ordinal);
    });
}
