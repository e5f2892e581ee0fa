using System.Globalization;
using Platform.Contracts.Lanes;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;
using Platform.Load.Faults;

namespace Platform.IntegrationTests.RabbitMq;

/// <summary>Publishers that die of an event, again and again, and of other things.</summary>
[Trait(Tier.Name, Tier.Nightly)]
public sealed class PoisonTests(Servers servers)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Event_that_publishers_die_of_is_set_aside_and_its_neighbours_are_delivered_in_order(bool asBundle)
    {
        // In a row: the first two with all that is in hand; of a bundle, the third one with all of its events.
        const int Deaths = 25;
        const int Count = 12;
        const int Poison = 5;
        var tripped = new SemaphoreSlim(0);
        await using var redis = new Tripwire(servers.Redis, "this-is-poison", () => tripped.Release());
        await using var stack = await PlatformStack.PrepareAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            PublisherSettings = new Dictionary<string, string>
            {
                ["Redis__Url"] = redis.Url.ToString(),
                ["Publisher__PoisonAfter"] = (asBundle ? 3 : Deaths).ToString(CultureInfo.InvariantCulture),
            },
        });
        stack.Edges[0].Start();
        stack.Publishers[0].Start();
        await stack.Edges[0].WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await stack.Publishers[0].WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        var client = await stack.ConnectAsync("poisoned");
        var producer = await stack.ProduceAsync();

        var events = Enumerable.Range(0, Count).Select(n => new { id = $"p-{n}", event_type = "t", user_id = "poisoned", data = n == Poison ? "this-is-poison" : $"{n}" }).ToList();
        if (asBundle)
        {
            await producer.PublishAsync("normal", events);
        }
        else
        {
            await producer.PourAsync("normal", Count, n => events[n]);
        }

        var crashes = await RestartWhileItDiesAsync(stack, tripped, client, Count - 1);

        Assert.Equal(events.Where((_, n) => n != Poison).Select(each => each.data), (await client.WaitForAsync(Count - 1)).Select(each => each.Data.GetString()));
        var letter = Assert.Single(await producer.TakeDeadLettersAsync(1));
        Assert.Equal(("normal", "poison"), (letter.RoutingKey, letter.Reason));
        Assert.Contains("this-is-poison", letter.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("p-4", letter.Body, StringComparison.Ordinal);
        Assert.Equal(asBundle ? 3 + 3 : 2 + Deaths, crashes);
        await IsForgottenAsync(stack);
    }

    [Fact]
    public async Task Events_are_not_blamed_for_deaths_while_Redis_is_away()
    {
        const int Count = 20;
        await using var redis = new FaultProxy(servers.Redis.Host, servers.Redis.Port);
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Doors = false,
            PublisherSettings = new Dictionary<string, string>
            {
                ["Redis__Url"] = redis.Via(servers.Redis).ToString(),
                ["Publisher__PoisonAfter"] = "2",
            },
        });
        var client = await stack.ConnectAsync("innocent");
        var producer = await stack.ProduceAsync();
        redis.Stall();
        await producer.PourAsync("normal", Count, n => new { id = $"i-{n}", event_type = "t", user_id = "innocent", data = n });
        for (var crashes = 0; crashes < 5; crashes++)
        {
            await stack.Publishers[0].KillAsync();
            stack.Publishers[0].Start();
            await stack.Publishers[0].WaitForLogAsync("rabbitmq (normal) is there", 2 + crashes);
        }

        redis.Restore();

        Assert.Equal(Enumerable.Range(0, Count), (await client.WaitForAsync(Count)).Select(each => each.Data.GetInt32()));
        Assert.Empty(await producer.TakeDeadLettersAsync(0));
    }

    private static async Task IsForgottenAsync(PlatformStack stack)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(20); await stack.Redis.KeyExistsAsync(stack.Names.Trials(Lane.Normal)); await Task.Delay(50))
        {
            Assert.True(DateTime.UtcNow < deadline, "The record outlives its message.");
        }
    }

    // As what supervises it does.
    private static async Task<int> RestartWhileItDiesAsync(PlatformStack stack, SemaphoreSlim tripped, EventClient client, int awaited)
    {
        for (var crashes = 0; ; crashes++)
        {
            for (var deadline = DateTime.UtcNow.AddSeconds(60); !await tripped.WaitAsync(100); Assert.True(DateTime.UtcNow < deadline, "It neither dies nor goes on."))
            {
                if (client.Received.Count == awaited)
                {
                    return crashes;
                }
            }

            await stack.Publishers[0].KillAsync();
            while (await tripped.WaitAsync(0))
            {
                // Its last words.
            }

            stack.Publishers[0].Start();
        }
    }
}
