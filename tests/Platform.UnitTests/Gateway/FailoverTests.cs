using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class FailoverTests
{
    [Fact]
    public async Task Edge_that_dies_costs_new_connections_nothing_and_is_used_again_when_it_returns()
    {
        await using var dying = await StandIn.StartAsync();
        await using var steady = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(steady, [dying, steady], steady);
        await gateway.BecomesReadyAsync();

        await dying.StopAsync();
        for (var i = 0; i < 20; i++)
        {
            await gateway.EchoAsync();
        }

        await dying.ListenAsync();
        dying.Requests.Clear();
        await GatewayUnderTest.EventuallyAsync(async () =>
        {
            await gateway.EchoAsync();
            return !dying.Requests.IsEmpty;
        });
    }

    [Fact]
    public async Task Connection_that_a_frozen_edge_does_not_answer_goes_to_another_one()
    {
        await using var frozen = await StandIn.StartAsync();
        await using var steady = await StandIn.StartAsync();
        frozen.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var gateway = GatewayUnderTest.Start(
            steady, [frozen, steady], steady, settings => settings["Gateway:AnswerTimeoutMilliseconds"] = "3000");
        await gateway.BecomesReadyAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => gateway.EchoAsync()));

        Assert.NotEmpty(frozen.Requests);
    }

    [Fact]
    public async Task Edge_that_says_it_is_not_ready_gets_no_new_connection()
    {
        await using var draining = await StandIn.StartAsync();
        await using var steady = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(steady, [draining, steady], steady);
        await gateway.BecomesReadyAsync();

        draining.IsReady = false;
        await Task.Delay(2_000, TestContext.Current.CancellationToken);
        draining.Requests.Clear();
        for (var i = 0; i < 10; i++)
        {
            await gateway.EchoAsync();
        }

        Assert.Empty(draining.Requests);
    }

    [Fact]
    public async Task Service_that_is_not_ready_anywhere_refuses_for_itself()
    {
        await using var waiting = await StandIn.StartAsync();
        waiting.IsReady = false;
        waiting.Answer = context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers["X-Said-By"] = "ingest";
            return Task.CompletedTask;
        };
        await using var gateway = GatewayUnderTest.Start(waiting);
        await Task.Delay(300, TestContext.Current.CancellationToken);

        var answer = await gateway.Http.PostAsync(Routes.Events, new StringContent("[]"), TestContext.Current.CancellationToken);

        Assert.Equal("ingest", answer.Headers.GetValues("X-Said-By").Single());
    }

    /// <summary>An ingest instance that breaks off may have queued the events: sent a second time, they would be doubled.</summary>
    [Fact]
    public async Task Events_that_may_have_been_taken_are_not_sent_twice()
    {
        await using var breaking = await StandIn.StartAsync();
        breaking.Answer = async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Abort();
        };
        await using var gateway = GatewayUnderTest.Start(breaking);
        await gateway.BecomesReadyAsync();

        var answer = await gateway.Http.PostAsync(Routes.Events, new StringContent("[]"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Single(breaking.Requests);
    }

    [Fact]
    public async Task Events_that_found_no_connection_are_sent_to_the_next_instance()
    {
        await using var gone = await StandIn.GoneAsync();
        await using var steady = await StandIn.StartAsync();
        await using var gateway = GatewayUnderTest.Start(gone, [steady], steady, settings =>
        {
            settings["Gateway:Ingest:1"] = steady.Address;
            settings["Gateway:ProbeIntervalMilliseconds"] = "60000";
        });

        for (var i = 0; i < 5; i++)
        {
            var answer = await gateway.Http.PostAsync(Routes.Events, new StringContent("[]"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Service_that_is_gone_is_named_with_a_time_to_try_again()
    {
        await using var gone = await StandIn.GoneAsync();
        await using var gateway = GatewayUnderTest.Start(gone);

        var answer = await gateway.Http.PostAsync(Routes.Events, new StringContent("[]"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(ProblemTypes.UpstreamUnavailable, problem.GetProperty("type").GetString());
        Assert.Equal("ingest", problem.GetProperty("service").GetString());
    }

    [Fact]
    public async Task Service_that_is_silent_is_answered_for_with_504()
    {
        await using var silent = await StandIn.StartAsync();
        silent.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var gateway = GatewayUnderTest.Start(silent, AnswersAreDueSoon);

        var answer = await gateway.Http.GetAsync(Routes.LatencyMetrics, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Single(silent.Requests);
    }

    private static void AnswersAreDueSoon(Dictionary<string, string> settings) => settings["Gateway:AnswerTimeoutMilliseconds"] = "500";
}
