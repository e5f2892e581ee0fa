using MassTransit;
using Platform.Metrics.Journal;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;
using Platform.ServiceDefaults.RabbitMq;
using Platform.ServiceDefaults.Security.Revocations;

namespace Platform.Metrics.Digests;

internal static class DigestsRegistration
{
    /// <summary>The digests of all services, and what is made of them; on the bus that also brings what is revoked.</summary>
    public static WebApplicationBuilder AddDigests(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Timeline>();
        builder.Services.AddSingleton<SlidingWindow>();
        builder.Services.AddSingleton<LiveInstances>();
        builder.Services.AddSingleton<Unreadable>();
        builder.Services.AddSingleton<DigestIntake>();
        builder.Services.AddSingleton<DigestJournal>();
        builder.Services.AddSingleton<MinuteStore>();
        builder.Services.AddHostedService<JournalReader>();
        return builder.AddBus(
            bus =>
            {
                bus.AddConsumer<LatencyDigestConsumer, LatencyDigestConsumerDefinition>();
                bus.AddRevocations();
            },
            (context, transport) => transport.ConfigureEndpoints(context));
    }
}
