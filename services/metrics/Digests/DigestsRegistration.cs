using MassTransit;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;
using Platform.ServiceDefaults.RabbitMq;

namespace Platform.Metrics.Digests;

internal static class DigestsRegistration
{
    /// <summary>The digests of all services, and what is made of them.</summary>
    public static WebApplicationBuilder AddDigests(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SlidingWindow>();
        builder.Services.AddSingleton<LiveInstances>();
        return builder.AddBus(
            bus => bus.AddConsumer<LatencyDigestConsumer, LatencyDigestConsumerDefinition>(),
            (context, transport) => transport.ConfigureEndpoints(context));
    }
}
