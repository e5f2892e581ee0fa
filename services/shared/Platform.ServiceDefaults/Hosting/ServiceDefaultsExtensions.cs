using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Health;
using Platform.ServiceDefaults.Security;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>What each Program.cs begins and ends with.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Telemetry, health, problem details, a clock, and the check that Development's open doors stay on loopback.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Services.AddValidated<ServiceOptions>(ServiceOptions.SectionName)
            .PostConfigure(options =>
            {
                options.Name = options.Name is "" ? $"{service}-{Environment.MachineName}-{Environment.ProcessId}" : options.Name;
                options.Version = options.Version is "" ? BuildVersion.Short : options.Version;
            });
        builder.Services.AddSingleton(new ServiceName(service));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<DevelopmentStaysLocal>();
        builder.Services.AddProblems();
        builder.Services.AddDependencyHealth();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddTokenPrivacy();
        AddTelemetry(builder, service);
        return builder;
    }

    /// <summary>Liveness, readiness and the Prometheus page, on the service's own port.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.UseStatusCodePages();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint(Routes.Prometheus);
        return app;
    }

    /// <summary>Liveness and readiness alone, for a service whose port is public.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapDependencyHealth();
        return app;
    }

    private static void AddTelemetry(WebApplicationBuilder builder, string service)
    {
        // A line for each request would say nothing that the metrics do not, and would hold tokens. Any other source overrides it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
                // It tells each attempt to connect, and each message lost in one, with a stack trace; ours is one line a change.
                ["Logging:LogLevel:MassTransit"] = nameof(LogLevel.Critical),
            },
        });
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders().AddJsonConsole(json => json.UseUtcTimestamp = true);
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"platform-{service}"))
            .WithMetrics(metrics => metrics
                .AddMeter("Platform.*")
                .AddRuntimeInstrumentation()
                .AddAspNetCoreInstrumentation()
                .AddPrometheusExporter());
    }
}

/// <summary>The service's own name: <c>ingest</c>, <c>publisher</c>, <c>edge</c>, <c>gateway</c>, <c>metrics</c>.</summary>
public sealed record ServiceName(string Value);
