using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.ServiceDefaults.Latency;

/// <summary>Registers the measuring of latency.</summary>
public static class LatencyRegistration
{
    /// <summary>The recorder, and the digests of it; they need the bus. An edge registers its <see cref="IEdgeLoad"/> beside it.</summary>
    public static WebApplicationBuilder AddLatencyDigests(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => new LatencyRecorder(services.GetRequiredService<DigestMetrics>()));
        builder.Services.AddSingleton<DigestMetrics>();
        builder.Services.AddHostedService<DigestSender>();
        return builder;
    }
}
