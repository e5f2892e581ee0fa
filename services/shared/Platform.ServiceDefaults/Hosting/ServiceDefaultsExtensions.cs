using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Health;
using Platform.ServiceDefaults.Logs;
using Platform.ServiceDefaults.Security;
using Platform.ServiceDefaults.Telemetry;
using Platform.ServiceDefaults.Tracing;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>What each Program.cs begins and ends with.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Telemetry, health, problem details, a clock, and the check that Development's open doors stay on loopback.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.AddSettingsFolder();
        builder.Services.AddValidated<ServiceOptions>(ServiceOptions.SectionName)
            .PostConfigure(options =>
            {
                options.Name = options.Name is "" ? $"{service}-{Environment.MachineName}-{Environment.ProcessId}" : options.Name;
                options.Version = options.Version is "" ? BuildVersion.Short : options.Version;
            });
        builder.Services.AddSingleton(new ServiceName(service));
        builder.Services.TryAddSingleton(SteppedClock.Of(builder));
        builder.Services.AddHostedService<DevelopmentStaysLocal>();
        builder.Services.AddHostedService<UnknownSettings>();
        builder.Services.AddProblems();
        builder.Services.AddDependencyHealth();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddTokenPrivacy();
        builder.AddLogs();
        builder.AddMetrics(service);
        builder.AddTracing();
        return builder;
    }

    /// <summary>Liveness, readiness and the Prometheus page, on the service's own port.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.UseStatusCodePages();
        app.MapHealth();
        app.UseScrapeGuard();
        app.MapPrometheusScrapingEndpoint(Routes.Prometheus);
        return app;
    }

    /// <summary>Liveness and readiness alone, for a service whose port is public.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapDependencyHealth();
        return app;
    }
}

/// <summary>The service's own name: <c>ingest</c>, <c>publisher</c>, <c>edge</c>, <c>gateway</c>, <c>metrics</c>.</summary>
public sealed record ServiceName(string Value);
