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
