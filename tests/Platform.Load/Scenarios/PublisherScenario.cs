using Platform.Contracts.Names;
using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>
/// The publisher alone: while none runs, a lane is filled; then one is started and has to read all of it. Nobody publishes and nobody
/// listens meanwhile, so what is measured is the way from RabbitMQ into Redis.
/// </summary>
internal sealed class PublisherScenario(PublisherPlan plan, Phases phases)
{
    private const int TopMethods = 25;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // An event that comes twice does so after the last one.
    private static readonly TimeSpan DoublesWithin = TimeSpan.FromSeconds(1);

    private readonly RunClock _clock = new();

    public async Task<PublisherReport> RunAsync(CancellationToken stop)
    {
        var processes = StackProcesses.Of(plan.Target);
        await using var redis = await RedisGauges.OpenAsync(plan.Target.RequireRedis());
        await using var depths = await LaneDepths.OpenAsync(plan.Target.RequireRabbitMq(), stop);
        if (await depths.ReadAsync(plan.Lane, stop) > 0)
        {
            throw new CannotRunException("The lane is not empty: what waits there would be counted. Let the publisher read it first.");
        }

        if (plan.IsProfiled)
        {
            CpuProfile.Require(processes.Get(processes.Publishers[0]));
        }

        var machine = Calibration.Measure();
        var publishers = processes.Publishers;
        try
        {
            var singles = await ReadAsync("singles", 1, processes, redis, stop);
            var bundles = await ReadAsync($"bundles of {plan.Bundle}", plan.Bundle, processes, redis, stop);
            return new PublisherReport
            {
                Plan = plan.Summary,
                FinishedAt = DateTime.UtcNow,
                Machine = machine,
                IsProfiled = plan.IsProfiled,
                Parts = [singles, bundles],
            };
        }
        finally
        {
            foreach (var publisher in publishers.Where(publisher => !processes.IsAlive(publisher)))
            {
                await phases.RunAsync($"start {publisher} again", processes.RestartAsync(publisher, CancellationToken.None));
            }
        }
    }

    private async Task<PublisherFigures> ReadAsync(string name, int bundle, StackProcesses processes, RedisGauges redis, CancellationToken stop)
    {
        var phase = phases.Of(name);
        var publishers = processes.Publishers;
        await phase.RunAsync("stop the publishers", Task.WhenAll(publishers.Select(publisher => processes.StopAsync(publisher, stop))));
        var memoryBefore = await redis.UsedMemoryAsync();

        var run = (uint)Random.Shared.NextInt64(uint.MaxValue);
        var channels = new LoadChannels(ChannelKind.User, plan.Channels, $"publisher-{run:x8}");
        var events = new RoundRobin(plan.Channels);
        var keys = new ChannelKeys(redis.Database, new RedisNames(plan.KeyPrefix), channels.Names, plan.Lane);
        var fill = new LaneFill(plan.Target, plan.Lane, new LoadEventWriter(run, channels, plan.PayloadBytes), events);
        await phase.RunAsync("fill", fill.FillAsync(plan.Total, bundle, stop), () => (fill.Accepted, plan.Total));

        await phase.RunAsync("start one publisher", processes.RestartAsync(publishers[0], stop));
        await phase.RunAsync("warm up", AppendedAsync(plan.Warmup - 1));
        var profile = plan.IsProfiled ? CpuProfile.Start(processes.Get(publishers[0])) : null;
        // What was appended until the profile had started is not counted.
        var before = (await keys.NewestAsync()).Sum();
        var meter = new UsageMeter(processes.All, _clock);
        var from = _clock.Now;
        meter.Start();
        await phase.RunAsync("read", AppendedAsync(plan.Total - 1));
        var counted = plan.Total - before;
        var (seconds, usage) = ((_clock.Now - from) / 1e6, meter.Stop(counted));
        var methods = profile is null ? null : await profile.StopAsync(TopMethods);
        await Task.Delay(DoublesWithin, stop);

        return new PublisherFigures
        {
            Name = name,
            Events = counted,
            Seconds = seconds,
            Publisher = usage.Single(process => process.Name == publishers[0]),
            Servers = [.. usage.Where(process => process.Name is "redis" or "rabbitmq")],
            Offsets = events.Compare(await keys.NewestAsync(), plan.Total),
            RedisBytes = await redis.UsedMemoryAsync() - memoryBefore,
            Keys = await keys.WeighAsync(),
            Profile = methods,
        };

        Task AppendedAsync(int number) => UntilAppendedAsync(number, events, keys, stop);
    }

    // The lane is in order: when an event is appended, so are all before it.
    private async Task UntilAppendedAsync(int number, RoundRobin events, ChannelKeys keys, CancellationToken stop)
    {
        var (channel, offset) = (events.ChannelOf(number), events.OffsetOf(number));
        var (newest, since) = (-1L, _clock.Now);
        while (await keys.NewestAsync(channel) is var now && now < offset)
        {
            if (now != newest)
            {
                (newest, since) = (now, _clock.Now);
            }
            else if (_clock.Now - since > Patience.TotalMicroseconds)
            {
                return; // The offsets, compared at the end, say what is missing.
            }

            await Task.Delay(LookEvery, stop);
        }
    }
}
