using Platform.Contracts.Hub;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Topologies;

/// <summary>
/// Redis loses what it held, in each way there is: it must be noticed before anything is written, and told; no two events may have one
/// position; positions at or below what survived resume.
/// </summary>
public abstract class EpochTests(EpochStack shared)
{
    private const int Survive = 5;
    private const int Seen = 8;

    [Fact]
    public async Task Restart_without_data_is_a_new_epoch()
    {
        var redis = shared.Redis;
        await LosesAsync("empty", survivors: 0, keep: () => Task.CompletedTask, lose: async () =>
        {
            await redis.KillAsync();
            await redis.StartAsync();
        });
    }

    [Fact]
    public async Task Restart_with_older_data_is_a_new_epoch_that_shares_what_survived()
    {
        var redis = shared.Redis;
        await LosesAsync("older", Survive, keep: () => redis.ExecuteAsync("SAVE"), lose: async () =>
        {
            await redis.KillAsync();
            await redis.StartAsync();
        });
    }

    [Fact]
    public async Task Master_that_was_demoted_and_promoted_again_is_noticed_though_it_never_stopped()
    {
        var redis = shared.Redis;
        await using var other = await RedisServer.StartAsync(shared.Program);
        // A master takes a new id for its first replica, too. That costs an epoch for nothing, and is over before this begins.
        await CopyAsync(redis, to: other);
        await LosesAsync("demoted", Survive, keep: () => CopyAsync(redis, to: other), lose: () => CopyAsync(other, to: redis));
    }

    // The copy is a master in the end.
    private static async Task CopyAsync(RedisServer from, RedisServer to)
    {
        await to.ExecuteAsync("REPLICAOF", "127.0.0.1", from.Port);
        await to.WaitForInfoAsync("replication", "master_link_status:up");
        await to.ExecuteAsync("REPLICAOF", "NO", "ONE");
    }

    private async Task LosesAsync(string topic, int survivors, Func<Task> keep, Func<Task> lose)
    {
        RedisServer.SkipUnlessThere(shared.Program);
        var stack = shared.Stack;
        var producer = await stack.ProduceAsync();
        var channel = $"topic:{topic}";
        var client = await stack.ConnectAsync($"epoch-{topic}", ["topic:*"]);
        await client.SubscribeAsync(channel);
        await PourAsync(producer, topic, 0, Survive);
        await client.WaitForAsync(Survive);
        await keep();
        await PourAsync(producer, topic, Survive, Seen);
        await client.WaitForAsync(Seen);
        var before = await (await stack.ConnectAsync($"epoch-{topic}-before", ["topic:*"])).SubscribeAsync(channel);
        var told = client.Positions.Count;

        await lose();
        await PourAsync(producer, topic, Seen, Seen + 2);

        var received = await client.WaitForAsync(Seen + 2);
        Assert.Equal(Enumerable.Range(0, Seen + 2), received.Select(each => each.Data.GetInt32()));
        Assert.Equal([survivors + 1, survivors + 2], received.Skip(Seen).Select(each => each.Offset));
        var positions = client.Positions.Skip(told).Where(each => each.Channel == channel).ToList();
        Assert.DoesNotContain(before.Epoch, positions.Select(each => each.Epoch));
        Assert.Equal(survivors, positions[0].Offsets.Normal);

        await stack.Edges[0].WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        var late = await stack.ConnectAsync($"epoch-{topic}-late", ["topic:*"]);
        Assert.False((await late.SubscribeAsync(channel, before.Epoch, new Offsets { Normal = Seen })).Recovered);
        if (survivors > 0)
        {
            Assert.True((await late.SubscribeAsync(channel, before.Epoch, new Offsets { Normal = survivors })).Recovered);
            Assert.Equal([Seen, Seen + 1], (await late.WaitForAsync(2)).Select(each => each.Data.GetInt32()));
        }
    }

    private static async Task PourAsync(EventProducer producer, string topic, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            await producer.PublishAsync("normal", new { id = $"{topic}-{i}", event_type = "t", topic, data = i });
        }
    }
}

public sealed class RedisEpochTests(RedisEpochStack shared) : EpochTests(shared), IClassFixture<RedisEpochStack>;

public sealed class ValkeyEpochTests(ValkeyEpochStack shared) : EpochTests(shared), IClassFixture<ValkeyEpochStack>;

public sealed class RedisEpochStack(Servers servers) : EpochStack(servers, RedisProgram.Redis);

public sealed class ValkeyEpochStack(Servers servers) : EpochStack(servers, RedisProgram.Valkey);

/// <summary>One server, which saves when it is told to, and a small stack on it.</summary>
public abstract class EpochStack(Servers servers, RedisProgram program) : IAsyncLifetime
{
    internal RedisProgram Program => program;

    internal RedisServer Redis { get; private set; } = null!;

    internal PlatformStack Stack { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!RedisServer.IsThere(program))
        {
            return;
        }

        Redis = await RedisServer.StartAsync(program, "--repl-diskless-sync-delay", "0");
        Stack = await PlatformStack.StartAsync(servers, new StackShape { Edges = 1, Doors = false, RedisUrl = $"redis://{Redis.EndPoint}" });
    }

    public async ValueTask DisposeAsync()
    {
        if (Stack is not null)
        {
            await Stack.DisposeAsync();
            await Redis.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
