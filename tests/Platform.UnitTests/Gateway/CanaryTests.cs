using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class CanaryTests
{
    // Without a mistake, fewer than one in a million runs is off by 5 standard deviations (here 1.5 points each).
    [Fact]
    public async Task Share_of_the_users_goes_to_the_new_version_and_each_user_stays_on_one_side()
    {
        const int users = 400;
        await using var stable = await StandIn.StartAsync();
        await using var canary = await StandIn.StartAsync();
        await using var gateway = await StartAsync(stable, canary);

        var first = await SidesAsync(gateway, canary, users);
        var second = await SidesAsync(gateway, canary, users);

        Assert.InRange(first.Count(isNew => isNew), users * 0.025, users * 0.175);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Share_changes_at_run_time_and_a_larger_one_only_adds_users()
    {
        const int users = 60;
        await using var stable = await StandIn.StartAsync();
        await using var canary = await StandIn.StartAsync();
        await using var gateway = await StartAsync(stable, canary);

        var tenth = await SidesAsync(gateway, canary, users);
        gateway.Change(("Gateway:Canary:Percent", "60"));
        var most = await SidesAsync(gateway, canary, users);
        gateway.Change(("Gateway:Canary:Percent", "100"));
        var all = await SidesAsync(gateway, canary, users);
        gateway.Change(("Gateway:Canary:Percent", "0"));
        var none = await SidesAsync(gateway, canary, users);

        Assert.All(tenth.Zip(most), user => Assert.True(!user.First || user.Second));
        Assert.InRange(most.Count(isNew => isNew), users * 0.25, users * 0.95);
        Assert.DoesNotContain(false, all);
        Assert.DoesNotContain(true, none);
    }

    [Theory]
    [InlineData(true, "100")]
    [InlineData(false, "0")]
    public async Task Side_that_has_nobody_ready_leaves_all_to_the_other(bool newOneIsGone, string percent)
    {
        await using var stable = await StandIn.StartAsync();
        await using var canary = await StandIn.StartAsync();
        await using var gateway = await StartAsync(stable, canary, percent);

        (newOneIsGone ? canary : stable).IsReady = false;

        await GatewayUnderTest.EventuallyAsync(async () => (await SidesAsync(gateway, canary, 1))[0] != newOneIsGone);
    }

    [Fact]
    public async Task Node_that_was_new_becomes_stable_without_a_restart()
    {
        await using var stable = await StandIn.StartAsync();
        await using var canary = await StandIn.StartAsync();
        await using var gateway = await StartAsync(stable, canary, "0");

        gateway.Change(("Gateway:Edges:0", canary.Address), ("Gateway:Canary:Edges:0", null));

        await GatewayUnderTest.EventuallyAsync(async () => (await SidesAsync(gateway, canary, 1))[0]);
    }

    [Fact]
    public async Task Prometheus_page_has_connections_requests_and_failures_by_version()
    {
        var port = StandIn.FreePort();
        await using var stable = await StandIn.StartAsync();
        await using var canary = await StandIn.StartAsync();
        await using var gateway = await StartAsync(stable, canary, "100", settings =>
        {
            settings["urls"] += $";http://127.0.0.1:{port}";
            settings["Gateway:InternalPort"] = $"{port}";
        });
        var page = new Uri($"http://127.0.0.1:{port}{Routes.Prometheus}");
        var before = await CanaryAsync(gateway, page);

        using (await gateway.ConnectAsync())
        {
            await GatewayUnderTest.EventuallyAsync(async () => await CanaryAsync(gateway, page) == before.Plus(1, 1, 0));
        }

        canary.Answer = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await gateway.Http.GetAsync($"{Routes.Channels}/x/history", TestContext.Current.CancellationToken);
        gateway.Change(("Gateway:Canary:Percent", "0"));
        await gateway.EchoAsync();

        await GatewayUnderTest.EventuallyAsync(async () => await CanaryAsync(gateway, page) == before.Plus(0, 2, 1));
        Assert.True(Sum(await gateway.Http.GetStringAsync(page, TestContext.Current.CancellationToken), "requests_total", "stable") >= 1);
    }

    private static async Task<GatewayUnderTest> StartAsync(StandIn stable, StandIn canary, string percent = "10", Action<Dictionary<string, string>>? configure = null)
    {
        var gateway = GatewayUnderTest.Start(stable, [stable], stable, settings =>
        {
            settings["Gateway:Canary:Edges:0"] = canary.Address;
            settings["Gateway:Canary:Percent"] = percent;
            configure?.Invoke(settings);
        });
        await GatewayUnderTest.EventuallyAsync(() => Task.FromResult(
            new[] { stable, canary }.All(node => gateway.Lines.Any(line => line.StartsWith($"edges at {node.Address} is ready", StringComparison.Ordinal)))));
        return gateway;
    }

    /// <summary>For each user whether the new version got the request.</summary>
    private static async Task<List<bool>> SidesAsync(GatewayUnderTest gateway, StandIn canary, int users)
    {
        var sides = new List<bool>();
        for (var user = 0; user < users; user++)
        {
            canary.Requests.Clear();
            await gateway.Http.PostAsync($"{Routes.Hub}/negotiate?access_token={Token($"user-{user}")}", null, TestContext.Current.CancellationToken);
            sides.Add(!canary.Requests.IsEmpty);
        }

        return sides;
    }

    private static string Token(string subject) =>
        $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"role":"agent","sub":"{{subject}}"}"""))}.signature";

    private static async Task<Counts> CanaryAsync(GatewayUnderTest gateway, Uri page)
    {
        var text = await gateway.Http.GetStringAsync(page);
        return new Counts(Sum(text, "connections", "canary"), Sum(text, "requests_total", "canary"), Sum(text, "failures_total", "canary"));
    }

    // The gateways of all tests of this process have one page; no other class counts for a canary.
    private static int Sum(string page, string metric, string version) => page.Split('\n')
        .Where(line => line.StartsWith($"platform_gateway_edge_{metric}{{", StringComparison.Ordinal)
            && line.Contains($"version=\"{version}\"", StringComparison.Ordinal))
        .Sum(line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));

    private sealed record Counts(int Connections, int Requests, int Failures)
    {
        public Counts Plus(int connections, int requests, int failures) => new(Connections + connections, Requests + requests, Failures + failures);
    }
}
