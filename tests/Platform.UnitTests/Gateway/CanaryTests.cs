using System.Buffers.Text;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task Connections_requests_and_failures_are_counted_by_version()
    {
        await using var stable = await StandIn.StartAsync();
        await using var canary = await StandIn.StartAsync();
        await using var gateway = await StartAsync(stable, canary, "100");
        using var counts = new CountsByVersion(gateway.Services.GetRequiredService<IMeterFactory>());

        using (await gateway.ConnectAsync())
        {
            Assert.Equal(1, counts["connections", "canary"]);
        }

        await GatewayUnderTest.EventuallyAsync(() => Task.FromResult(counts["connections", "canary"] == 0));
        canary.Answer = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await gateway.Http.GetAsync($"{Routes.Channels}/x/history", TestContext.Current.CancellationToken);
        gateway.Change(("Gateway:Canary:Percent", "0"));
        await gateway.EchoAsync();

        Assert.Equal((2, 1), (counts["requests", "canary"], counts["requests", "stable"]));
        Assert.Equal((1, 0), (counts["failures", "canary"], counts["failures", "stable"]));
    }

    private static async Task<GatewayUnderTest> StartAsync(StandIn stable, StandIn canary, string percent = "10")
    {
        var gateway = GatewayUnderTest.Start(stable, [stable], stable, settings =>
        {
            settings["Gateway:Canary:Edges:0"] = canary.Address;
            settings["Gateway:Canary:Percent"] = percent;
            // On a busy machine a late answer must not look like a node that is gone.
            settings["Gateway:ProbeTimeoutMilliseconds"] = "30000";
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
}
