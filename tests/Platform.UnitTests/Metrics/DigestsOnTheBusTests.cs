using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Contracts.Names;
using Platform.Metrics;
using Platform.Metrics.Digests;
using Platform.Metrics.Journal;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Redis;

namespace Platform.UnitTests.Metrics;

public sealed class DigestsOnTheBusTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TwoAgents _edge = new();
    private readonly ConcurrentQueue<(Guid Id, LatencyDigest Digest)> _published = new();
    private int _failures;

    [Fact(Timeout = 30_000)]
    public async Task What_a_service_records_is_in_the_report_a_second_later_although_Redis_is_away()
    {
        using var host = Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredService<LatencyRecorder>().Record(Stage.Total, Lane.Critical, "alert", 4);
        host.Services.GetRequiredService<LatencyRecorder>().Record(Stage.Batch, Lane.Critical, "alert", 1, count: 3);

        await AdvanceUntilADigestIsTakenAsync();
        var report = host.Services.GetRequiredService<LatencyReport>();
        while (report.Read() is null)
        {
            // Redis is away: the replica goes by its own time.
            host.Services.GetRequiredService<DigestIntake>().Release(host.Services.GetRequiredService<Timeline>().Second + 1);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, report.Read()!.ByEventType["alert"].Count);
        Assert.Equivalent(new ConnectionHealth(2, 0, 0, [new SlowestConnection("edge-1", "c1", "agent", 12.3)]), report.Read()!.ConnectionHealth);
        Assert.Contains(host.Services.GetRequiredService<LiveInstances>().Read(), load => load.EventsPerSecond > 0 && load.Edge!.Connections["agent"] == 2);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    // The second that was not over yet was lost with each stop.
    [Fact(Timeout = 30_000)]
    public async Task What_was_recorded_last_is_sent_when_the_service_stops()
    {
        using var host = Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await AdvanceUntilADigestIsTakenAsync();
        host.Services.GetRequiredService<LatencyRecorder>().Record(Stage.Total, Lane.Critical, "alert", 4, count: 3);
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, _published.DistinctBy(message => message.Id).SelectMany(message => message.Digest.Histograms).Sum(one => LatencyHistogram.Decode(one.Histogram).TotalCount));
    }

    // It was gone, or under another id counted twice where only its confirm was lost.
    [Fact(Timeout = 30_000)]
    public async Task A_digest_that_was_not_confirmed_is_sent_again_as_the_same_message()
    {
        _failures = 2;
        using var host = Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredService<LatencyRecorder>().Record(Stage.Total, Lane.Critical, "alert", 4, count: 3);
        await AdvanceUntilADigestIsTakenAsync();
        for (var attempts = 1; attempts <= 4; attempts++)
        {
            while (_published.Count < attempts)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await host.StopAsync(TestContext.Current.CancellationToken);
        var published = _published.ToArray();
        Assert.Single(published.Take(3).Select(message => message.Id).Distinct());
        Assert.NotEqual(published[2].Id, published[3].Id);
        Assert.NotEmpty(published[0].Digest.Histograms);
        Assert.All(published.Skip(3), message => Assert.Empty(message.Digest.Histograms));
    }

    // The sender starts its timer in the background, at a time of its own.
    private async Task AdvanceUntilADigestIsTakenAsync()
    {
        while (!_edge.IsTaken)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSingleton(new ServiceName("edge"));
        builder.Services.Configure<ServiceOptions>(service => service.Name = "edge-1");
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddConsumer<LatencyDigestConsumer, LatencyDigestConsumerDefinition>();
            bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
        });
        builder.Services.AddPublishObserver(_ => new Confirms(this));
        builder.Services.AddSingleton<LatencyRecorder>();
        builder.Services.AddSingleton<DigestMetrics>();
        builder.Services.AddSingleton<IEdgeLoad>(_edge);
        builder.Services.AddHostedService<DigestSender>();
        builder.Services.AddSingleton<Timeline>();
        builder.Services.AddSingleton<Unreadable>();
        builder.Services.AddSingleton<DigestIntake>();
        builder.Services.AddSingleton<DigestJournal>();
        builder.Services.AddSingleton<RedisConnections>();
        builder.Services.AddSingleton(new RedisNames("test"));
        builder.Services.Configure<RedisOptions>(redis => redis.Url = "redis://127.0.0.1:1");
        builder.Services.AddSingleton<IOptionsMonitor<MetricsOptions>>(new StaticOptions<MetricsOptions>(new MetricsOptions()));
        builder.Services.AddSingleton<SlidingWindow>();
        builder.Services.AddSingleton<LiveInstances>();
        builder.Services.AddSingleton<LatencyReport>();
        return builder.Build();
    }

    // A digest that was published, and of which its sender is not told so.
    private sealed class Confirms(DigestsOnTheBusTests test) : IPublishObserver
    {
        public Task PrePublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class
        {
            test._published.Enqueue((context.MessageId!.Value, (context.Message as LatencyDigest)!));
            return test._failures-- > 0 ? Task.FromException(new TimeoutException("No confirm came.")) : Task.CompletedTask;
        }

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }

    private sealed class TwoAgents : IEdgeLoad
    {
        private volatile bool _isTaken;

        public bool IsTaken => _isTaken;

        public EdgeLoad Take()
        {
            _isTaken = true;
            return new EdgeLoad(new Dictionary<string, int> { ["agent"] = 2 }, MessagesSent: 1, Healthy: 2, Degraded: 0, Critical: 0)
            {
                Slowest = [new SlowConnection("c1", "agent", 12.3)],
            };
        }
    }
}
