using System.Diagnostics;
using System.Net;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Stack;
using Platform.Load.Faults;

namespace Platform.IntegrationTests.Outages;

public sealed class BrokerTests(Servers servers)
{
    [Fact]
    public async Task Events_that_were_accepted_before_any_publisher_ever_ran_are_delivered()
    {
        await using var stack = await PlatformStack.PrepareAsync(servers, new StackShape { Edges = 1 });
        foreach (var service in (ServiceProcess[])[stack.Ingest, stack.Edges[0]])
        {
            service.Start();
            await service.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        }

        using var door = new HttpDoor(stack.Ingest);
        var answer = await door.PublishAsync(Enumerable.Range(0, 50).Select(n => new { event_type = "t", user_id = "early", data = n }));
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        var client = await stack.ConnectAsync("early", at: stack.Edges[0]);
        stack.Publishers[0].Start();

        Assert.Equal(Enumerable.Range(0, 50), (await client.WaitForAsync(50)).Select(each => each.Data.GetInt32()));
    }

    [Fact]
    public async Task Ingest_says_503_within_two_seconds_while_RabbitMQ_is_away_and_recovers_by_itself()
    {
        await using var rabbit = new FaultProxy(servers.RabbitMq.Host, servers.RabbitMq.Port);
        await using var stack = await PlatformStack.PrepareAsync(servers, new StackShape { Edges = 1, RabbitMqProxy = rabbit });
        stack.Ingest.Start();
        await stack.Ingest.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        using var door = new HttpDoor(stack.Ingest);
        var events = new { event_type = "t", user_id = "away", data = 1 };
        Assert.Equal(HttpStatusCode.Accepted, (await door.PublishAsync(events)).Status);

        rabbit.Stall();
        var clock = Stopwatch.StartNew();
        var stalled = await door.PublishAsync(events, idempotencyKey: "away");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2.5), $"The answer took {clock.Elapsed}.");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, ProblemTypes.BrokerUnavailable), (stalled.Status, stalled.Type));
        Assert.NotNull(stalled.RetryAfter);
        Assert.True(stalled.Body.GetProperty("maybe_queued").GetBoolean());
        Assert.Equal("away:0", stalled.Body.GetProperty("ids")[0].GetString());

        rabbit.Cut();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await door.PublishAsync(events)).Status);
        rabbit.Restore();
        await stack.Ingest.WaitUntilReadyAsync(TestContext.Current.CancellationToken);

        var again = await door.PublishAsync(events, idempotencyKey: "away");
        for (var tries = 0; tries < 20 && again.Status != HttpStatusCode.Accepted; tries++)
        {
            await Task.Delay(250, TestContext.Current.CancellationToken);
            again = await door.PublishAsync(events, idempotencyKey: "away");
        }

        Assert.Equal(HttpStatusCode.Accepted, again.Status);
    }

    [Fact]
    public async Task Full_lane_is_told_with_429_loses_nothing_that_was_accepted_and_takes_more_once_there_is_room()
    {
        const int Count = 40;
        await using var stack = await PlatformStack.PrepareAsync(servers, new StackShape { Edges = 1 });
        stack.Ingest.Start();
        await stack.Ingest.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await stack.SetPolicyAsync("small", "^events\\.normal$", new Dictionary<string, object> { ["max-length"] = 5 });
        using var door = new HttpDoor(stack.Ingest);
        var accepted = new List<string>();

        var refused = await PublishUntilAsync(HttpStatusCode.TooManyRequests);
        Assert.Equal(ProblemTypes.TooManyRequests, refused.Type);
        Assert.NotNull(refused.RetryAfter);
        // The other lanes are none of its business.
        Assert.Equal(HttpStatusCode.Accepted, (await door.PublishAsync(new { event_type = "t", priority = "critical", user_id = "other", data = 0 })).Status);

        stack.Edges[0].Start();
        await stack.Edges[0].WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        var client = await stack.ConnectAsync("full", at: stack.Edges[0]);
        stack.Publishers[0].Start();
        while (accepted.Count < Count)
        {
            await PublishUntilAsync(HttpStatusCode.Accepted);
        }

        Assert.Equal(accepted, (await client.WaitForAsync(accepted.Count)).Select(each => each.Id));

        async Task<Answer> PublishUntilAsync(HttpStatusCode status)
        {
            for (var tries = 0; ; tries++)
            {
                var answer = await door.PublishAsync(new { event_type = "t", user_id = "full", data = accepted.Count });
                if (answer.Status == HttpStatusCode.Accepted)
                {
                    accepted.Add(answer.Body.GetProperty("ids")[0].GetString()!);
                }

                if (answer.Status == status)
                {
                    return answer;
                }

                Assert.True(tries < 300, $"Never {status}: {answer.Status} {answer.Body}");
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }
}
