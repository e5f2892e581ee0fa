using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class ReadinessTests
{
    [Fact]
    public async Task Gateway_started_first_says_what_it_waits_for_and_becomes_ready()
    {
        await using var late = await StandIn.GoneAsync();
        await using var gateway = GatewayUnderTest.Start(late);

        var live = await gateway.Http.GetAsync(Routes.Live, TestContext.Current.CancellationToken);
        var ready = await gateway.Http.GetAsync(Routes.Ready, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var page = await ready.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(["edges", "ingest", "metrics"], page.GetProperty("waiting_for").EnumerateObject().Select(entry => entry.Name).Order());

        await late.ListenAsync();
        await gateway.BecomesReadyAsync();
    }

    [Fact]
    public async Task One_ready_edge_of_two_is_enough()
    {
        await using var steady = await StandIn.StartAsync();
        await using var gone = await StandIn.GoneAsync();
        await using var gateway = GatewayUnderTest.Start(steady, [gone, steady], steady);

        await gateway.BecomesReadyAsync();
    }

    [Fact]
    public async Task What_it_waits_for_is_told_without_addresses()
    {
        await using var waiting = await StandIn.StartAsync();
        waiting.IsReady = false;
        await using var gateway = GatewayUnderTest.Start(waiting);

        await GatewayUnderTest.EventuallyAsync(async () => (await ReadyPageAsync(gateway)).Contains("it answers 503", StringComparison.Ordinal));

        Assert.DoesNotContain("127.0.0.1", await ReadyPageAsync(gateway), StringComparison.Ordinal);
    }

    private static async Task<string> ReadyPageAsync(GatewayUnderTest gateway)
    {
        var answer = await gateway.Http.GetAsync(Routes.Ready, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
