using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.Gateway.Forwarding;
using Platform.ServiceDefaults.Health;
using Platform.ServiceDefaults.Telemetry;
using Yarp.ReverseProxy.Health;

namespace Platform.Gateway.Health;

/// <summary>Who is fit to take requests, and what the gateway itself waits for.</summary>
internal static class HealthRegistration
{
    /// <summary>What probes and failed connections tell.</summary>
    public static WebApplicationBuilder AddDestinationHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IActiveHealthCheckPolicy, ReadinessPolicy>();
        builder.Services.AddSingleton<IPassiveHealthCheckPolicy, UnreachablePolicy>();
        builder.Services.AddSingleton<IAvailableDestinationsPolicy, ReadyFirst>();
        return builder;
    }

    /// <summary>The gateway is ready when one instance of each service is.</summary>
    public static WebApplication RequireDestinations(this WebApplication app)
    {
        var dependencies = app.Services.GetRequiredService<Dependencies>();
        foreach (var upstream in Upstream.All)
        {
            dependencies.Require(upstream);
        }

        return app;
    }

    /// <summary>
    /// The Prometheus page, on the internal port alone. By the port of the connection: a Host header can say anything.
    /// </summary>
    public static WebApplication UseInternalPrometheus(this WebApplication app)
    {
        var internalPort = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.InternalPort;
        app.UseWhen(context => context.Connection.LocalPort == internalPort, guarded => guarded.UseScrapeGuard());
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context =>
            context.Connection.LocalPort == internalPort && context.Request.Path == Routes.Prometheus);
        return app;
    }
}
