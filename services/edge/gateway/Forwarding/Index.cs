using Platform.Contracts.Names;

namespace Platform.Gateway.Forwarding;

/// <summary>What the door says of itself at <c>/</c>.</summary>
internal static class Index
{
    public static WebApplication MapIndex(this WebApplication app)
    {
        app.MapGet("/", () => TypedResults.Ok(new
        {
            product = "Platform",
            doors = new
            {
                events = Routes.Events,
                hub = Routes.Hub,
                history = Routes.History,
                latency = Routes.LatencyMetrics,
                throughput = Routes.ThroughputMetrics,
                live = Routes.Live,
                ready = Routes.Ready,
            },
        }));
        return app;
    }
}
