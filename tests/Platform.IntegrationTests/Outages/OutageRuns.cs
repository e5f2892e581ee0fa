using System.Diagnostics;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;
using Platform.Load.Faults;

namespace Platform.IntegrationTests.Outages;

/// <summary>What was seen of a stack whose producer went on through an outage.</summary>
internal sealed record OutageRun(
    IReadOnlyList<Received> Normal,
    IReadOnlyList<Received> Critical,
    int Gaps,
    TimeSpan ResumedAfter,
    string[] LogDuring,
    string[] LogAfter,
    long PublisherGrowth);

/// <summary>The long outages, each on a stack of its own and all at the same time: they mostly wait.</summary>
public sealed class OutageRuns(Servers servers) : IAsyncLifetime
{
    public const int Count = 4_500;
    public const int CriticalCount = Count / 90;
    private const int PerSecond = 100;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Task<OutageRun>> _runs = [];

    internal Task<OutageRun> Of(string fault) => _runs[fault];

    public ValueTask InitializeAsync()
    {
        // One stack starts after the other; each outage begins when its own stack runs.
        var started = Task.CompletedTask;
        Run("Redis is cut off", (_, redis) => redis.Cut());
        Run("RabbitMQ is cut off", (rabbit, _) => rabbit.Cut());
        Run("Redis is stalled", (_, redis) => redis.Stall());
        Run("RabbitMQ is stalled", (rabbit, _) => rabbit.Stall());
        Run("both are slow", (rabbit, redis) =>
        {
            rabbit.Delay(TimeSpan.FromMilliseconds(200));
            redis.Delay(TimeSpan.FromMilliseconds(200));
        });
        return ValueTask.CompletedTask;

        void Run(string name, Action<FaultProxy, FaultProxy> fault)
        {
            var ready = new TaskCompletionSource();
            _runs.Add(name, RunAsync(fault, started, ready));
            started = ready.Task;
        }
    }

    public async ValueTask DisposeAsync() =>
        await ((Task)Task.WhenAll(_runs.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<OutageRun> RunAsync(Action<FaultProxy, FaultProxy> fault, Task before, TaskCompletionSource ready)
    {
        await using var rabbit = new FaultProxy(servers.RabbitMq.Host, servers.RabbitMq.Port);
        await using var redis = new FaultProxy(servers.Redis.Host, servers.Redis.Port);
        PlatformStack? stack = null;
        try
        {
            await before;
            stack = await PlatformStack.StartAsync(servers, new StackShape
            {
                Edges = 1,
                Doors = false,
                RabbitMqProxy = rabbit,
                RedisProxy = redis,
                Settings = new Dictionary<string, string> { ["History__MaxEvents"] = "10000" },
            });
        }
        finally
        {
            ready.SetResult();
        }

        await using (stack)
        {
            return await ObserveAsync(stack, () => fault(rabbit, redis), () =>
            {
                rabbit.Restore();
                redis.Restore();
            });
        }
    }

    private static async Task<OutageRun> ObserveAsync(PlatformStack stack, Action begin, Action end)
    {
        var client = await stack.ConnectAsync("away");
        var (normal, critical) = (await stack.ProduceAsync(), await stack.ProduceAsync());
        var pouring = Task.WhenAll(
            normal.PourAsync("normal", Count, n => new { id = $"n-{n}", event_type = "t", user_id = "away", data = n }, PerSecond),
            critical.PourAsync("critical", CriticalCount, n => new { id = $"c-{n}", event_type = "t", user_id = "away", data = n }, PerSecond * CriticalCount / Count));
        await client.WaitForAsync(PerSecond * 3);
        var publisher = stack.Publishers[0];
        var written = (await publisher.LogAsync()).Length;
        var size = publisher.WorkingSet;

        var (largest, clock) = (size, Stopwatch.StartNew());
        begin();
        for (; clock.Elapsed < Outage; await Task.Delay(500))
        {
            largest = Math.Max(largest, publisher.WorkingSet);
        }

        var during = (await publisher.LogAsync())[written..];
        var arrived = client.Received.Count;
        end();
        clock.Restart();
        await client.WaitForAsync(arrived + 1);
        var resumedAfter = clock.Elapsed;
        await pouring;
        await client.WaitUntilAsync(() => client.Received, received => received.Count >= Count + CriticalCount);
        return new OutageRun(
            [.. client.Received.Where(each => each.Lane == "normal")],
            [.. client.Received.Where(each => each.Lane == "critical")],
            client.Gaps.Count,
            resumedAfter,
            during,
            (await publisher.LogAsync())[(written + during.Length)..],
            Math.Max(largest, publisher.WorkingSet) - size);
    }
}
