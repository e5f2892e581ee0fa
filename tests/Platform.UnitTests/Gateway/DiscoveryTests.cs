using System.Net;
using System.Net.WebSockets;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class DiscoveryTests
{
    private const string Host = "edge.test";

    private static readonly IPAddress One = IPAddress.Parse("127.0.0.1");
    private static readonly IPAddress Two = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task Each_address_of_a_name_gets_connections_and_the_name_as_host()
    {
        await using var first = await StandIn.StartAsync(One);
        await using var second = await StandIn.StartAsync(Two, first.Port);
        var host = "";
        second.Answer = context =>
        {
            host = context.Request.Host.Value;
            return Task.CompletedTask;
        };
        await using var gateway = Start(first, One, Two);
        await gateway.BecomesReadyAsync();

        await GatewayUnderTest.EventuallyAsync(async () =>
        {
            await gateway.Http.GetAsync($"{Routes.Channels}/x/history", TestContext.Current.CancellationToken);
            return !first.Requests.IsEmpty && !second.Requests.IsEmpty;
        });
        Assert.Equal($"{Host}:{first.Port}", host);
    }

    [Fact]
    public async Task Node_that_is_added_gets_connections_and_one_that_is_removed_no_more()
    {
        await using var first = await StandIn.StartAsync(One);
        await using var second = await StandIn.StartAsync(Two, first.Port);
        await using var gateway = Start(first, One);
        await gateway.BecomesReadyAsync();
        using var old = await gateway.ConnectAsync();

        gateway.Names.Hosts[Host] = [One, Two];
        await GatewayUnderTest.EventuallyAsync(async () =>
        {
            await gateway.EchoAsync();
            return !second.Requests.IsEmpty;
        });

        gateway.Names.Hosts[Host] = [Two];
        await GatewayUnderTest.EventuallyAsync(async () =>
        {
            first.Requests.Clear();
            for (var i = 0; i < 10; i++)
            {
                await gateway.EchoAsync();
            }

            return first.Requests.IsEmpty;
        });

        await GatewayUnderTest.EchoAsync(old);
        Assert.Equal(WebSocketState.Open, old.State);
    }

    [Fact]
    public async Task Name_that_can_t_be_resolved_any_more_keeps_its_addresses()
    {
        await using var first = await StandIn.StartAsync(One);
        await using var gateway = Start(first, One);
        await gateway.BecomesReadyAsync();

        gateway.Names.IsAway = true;
        await GatewayUnderTest.EventuallyAsync(() => Task.FromResult(gateway.Lines.Any(line => line.Contains("can't be resolved", StringComparison.Ordinal))));

        await gateway.EchoAsync();
    }

    /// <summary>Services start in any order: a name that nobody has yet must not stop the gateway.</summary>
    [Fact]
    public async Task Gateway_starts_before_its_names_exist()
    {
        await using var first = await StandIn.StartAsync(One);
        await using var gateway = Start(first);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync(Routes.Live, TestContext.Current.CancellationToken)).StatusCode);

        gateway.Names.Hosts[Host] = [One];

        await gateway.BecomesReadyAsync();
        await gateway.EchoAsync();
    }

    [Fact]
    public async Task Changed_configuration_takes_effect_at_run_time_and_an_invalid_one_is_refused()
    {
        await using var first = await StandIn.StartAsync();
        await using var second = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(first);
        await gateway.BecomesReadyAsync();

        gateway.Change(("Gateway:Edges:0", second.Address));
        await GatewayUnderTest.EventuallyAsync(async () =>
        {
            await gateway.EchoAsync();
            return !second.Requests.IsEmpty;
        });
        gateway.Change(("Gateway:Edges:0", "nonsense"));
        second.Requests.Clear();
        await gateway.EchoAsync();

        Assert.NotEmpty(second.Requests);
        Assert.Contains(gateway.Lines, line => line.Contains("is refused", StringComparison.Ordinal));
    }

    private static GatewayUnderTest Start(StandIn edge, params IPAddress[] addresses) => GatewayUnderTest.Start(
        edge,
        settings =>
        {
            settings["Gateway:Edges:0"] = $"http://{Host}:{edge.Port}";
            settings["Gateway:ResolveSeconds"] = "1";
        },
        names =>
        {
            if (addresses is not [])
            {
                names.Hosts[Host] = addresses;
            }
        });
}
