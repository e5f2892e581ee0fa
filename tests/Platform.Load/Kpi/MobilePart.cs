using Platform.Load.Faults;
using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;

namespace Platform.Load.Kpi;

/// <summary>Clients over a mobile network: 60 ms round trip, up to 10 ms of jitter, 1 % of the segments lost.</summary>
internal sealed class MobilePart(KpiPlan plan, Phases phases)
{
    private const int Clients = 100, Seed = 1;
    private const double Rate = 200, Loss = 0.01;

    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(60), Jitter = TimeSpan.FromMilliseconds(10);

    public static string Link => $"{RoundTrip.TotalMilliseconds:0} ms round trip, {Jitter.TotalMilliseconds:0} ms jitter, {Loss:P0} of the segments lost";

    /// <returns>The run, and what the link alone took.</returns>
    public async Task<(LatencyReport Run, Percentiles Link)> RunAsync(CancellationToken stop)
    {
        var gateway = plan.Target.Gateway;
        await using var proxy = new FaultProxy(gateway.Host, gateway.Port);
        var link = new MobileLink(RoundTrip, Jitter, Loss, Seed);
        proxy.Become(link);
        // Producers sit in a data centre: only the clients are on the link.
        var target = plan.Target with { Direct = [proxy.Via(gateway)] };
        await using var platform = new PlatformContender(target);
        var report = await new LatencyScenario(plan.Measure(Rate, Clients, plan.Part) with { Target = target }, platform, phases).RunAsync(stop);
        return (report, link.Own.Summarize());
    }
}
