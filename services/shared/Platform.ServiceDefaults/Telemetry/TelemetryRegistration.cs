using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Platform.ServiceDefaults.Hosting;

namespace Platform.ServiceDefaults.Telemetry;

/// <summary>Registers the metrics for Prometheus.</summary>
public static class TelemetryRegistration
{
    internal static void AddMetrics(this WebApplicationBuilder builder, string service)
    {
        builder.Services.AddValidated<PrometheusOptions>(PrometheusOptions.SectionName);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"platform-{service}"))
            .WithMetrics(metrics => metrics
                .AddMeter("Platform.*")
                .AddRuntimeInstrumentation()
                .AddAspNetCoreInstrumentation()
                .AddPrometheusExporter());
    }

    /// <summary>Lets nobody to the Prometheus page but who may read it.</summary>
    public static IApplicationBuilder UseScrapeGuard(this IApplicationBuilder app) => app.UseMiddleware<ScrapeGuard>();
}
