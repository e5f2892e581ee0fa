using System.Diagnostics;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;

namespace Platform.Load.Agreement;

/// <summary>
/// Compares what the platform says of itself, and what it makes of some clients' reports, with what clients saw who told it nothing: times, and
/// every count.
/// </summary>
internal sealed class AgreeScenario(AgreePlan plan, Phases phases)
{
    // The API is a second or two behind, and the counters' pages are made anew now and then.
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public async Task<AgreePart> RunAsync(CancellationToken stop)
    {
        using var gateway = GatewayClient.Open(plan.Audience.Target.Gateway, TimeSpan.FromSeconds(10));
        var (api, services) = (new MetricsApi(gateway), new ServiceCounters(plan.Audience.Target, plan.Lane));
        var before = await services.ReadAsync(gateway, stop);
        var (times, clock) = ((DeliveryTimes?)null, (RunClock?)null);
        await using var session = await LoadSession.OpenAsync(
            plan.Audience,
            runClock =>
            {
                (times, clock) = (new DeliveryTimes(runClock), runClock);
                return _ => times;
            },
            phases,
            stop);

        // Types that only this run has: whatever else flows, these are its own.
        var warming = $"agree_{session.Run:x8}_{plan.Door.ToLowerInvariant()}_warm";
        var counted = $"agree_{session.Run:x8}_{plan.Door.ToLowerInvariant()}";
        var countedFrom = long.MaxValue;
        using var reporters = await Reporters.OpenAsync(
            session, plan.Audience.Target, plan.Reporters, sentAt => sentAt < Volatile.Read(ref countedFrom) ? warming : counted, stop);
        await SendAsync(session, "warm up", warming, plan.Warmup, stop);
        Volatile.Write(ref countedFrom, clock!.Now);
        times!.CountFrom(countedFrom);
        await SendAsync(session, "measure", counted, plan.Duration, stop);
        var verdict = await session.AuditAsync(plan.Drain);

        IReadOnlyList<CountedTwice> counters = [];
        await phases.RunAsync("compare", Settled());
        var total = await api.ReadAsync("total", counted, stop);
        return new AgreePart
        {
            Door = plan.Door,
            Plan = plan.Summary,
            Api = (await api.ReadAsync("written", counted, stop)).Times,
            ApiTotal = total.ByClients ? total.Times : null,
            AtNode = Times.Of(times.Inside.Summarize()),
            AtClient = Times.Of(times.SinceAccepted.Summarize()),
            Counters = counters,
            Ledger = verdict,
        };

        async Task Settled()
        {
            var since = Stopwatch.GetTimestamp();
            do
            {
                await Task.Delay(LookEvery, stop);
                counters = [.. await OfApiAsync(api, [warming, counted], verdict, reporters.Received, stop), .. OfServices(before, await services.ReadAsync(gateway, stop), verdict, reporters.Received)];
            }
            while (!counters.All(counter => counter.Agrees) && Stopwatch.GetElapsedTime(since) < SettleWithin);
        }
    }

    // Each event goes to one client of the ledger, and on some channels to one that reports.
    private async Task<IReadOnlyList<CountedTwice>> OfApiAsync(MetricsApi api, string[] types, Verdict verdict, long reported, CancellationToken stop)
    {
        return
        [
            new("accepted (API, ingest)", plan.Via == Via.Http ? verdict.Accepted : 0, await CountAsync("ingest")),
            new("appended (API, batch)", verdict.Accepted, await CountAsync("batch")),
            new("delivered (API, written)", verdict.Delivered + reported, await CountAsync("written")),
            new("reported (API, client)", reported, await CountAsync("client")),
        ];

        async Task<long> CountAsync(string stage)
        {
            var count = 0L;
            foreach (var type in types)
            {
                count += (await api.ReadAsync(stage, type, stop)).Count;
            }

            return count;
        }
    }

    private IEnumerable<CountedTwice> OfServices(IReadOnlyDictionary<string, long> before, IReadOnlyDictionary<string, long> after, Verdict verdict, long reported) =>
        from counter in after
        let ledger = counter.Key switch
        {
            ServiceCounters.Delivered => verdict.Delivered + reported,
            ServiceCounters.Accepted when plan.Via == Via.Amqp => 0,
            _ => verdict.Accepted,
        }
        select new CountedTwice($"{counter.Key} of the lane {plan.Lane.ToString().ToLowerInvariant()}", ledger, counter.Value - before.GetValueOrDefault(counter.Key));

    private async Task SendAsync(LoadSession session, string name, string eventType, TimeSpan duration, CancellationToken stop)
    {
        await using var load = await session.OpenAsync(plan.Sending(duration), plan.Via, eventType, stop);
        await phases.RunAsync(name, load.RunAsync(stop), () => load.Progress);
    }
}
