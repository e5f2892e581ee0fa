using Microsoft.Extensions.Options;
using Platform.Gateway.Failover;
using Platform.Gateway.Refusals;
using Platform.ServiceDefaults.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Forwarding;

/// <summary>The doors and what is behind them.</summary>
internal static class ForwardingRegistration
{
    /// <summary>YARP, with the route table and the destinations of <see cref="GatewayOptions"/>.</summary>
    public static WebApplicationBuilder AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<GatewayOptions>(GatewayOptions.SectionName);
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<GatewayOptions>>((host, gateway) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(gateway.Value.ShutdownSeconds));
        builder.Services.AddSingleton<IForwarderHttpClientFactory, DestinationClients>();
        builder.Services.AddSingleton<IProxyConfigProvider>(services => new InMemoryConfigProvider(
            RouteTable.Doors(services.GetRequiredService<IHostEnvironment>().IsDevelopment()),
            Destinations.From(services.GetRequiredService<IOptions<GatewayOptions>>().Value)));
        builder.Services.AddReverseProxy();
        RemoveKeyRing(builder.Services);
        return builder;
    }

    /// <summary>A request's way: refused, or sent to one destination, and to the next if that one can't be reached.</summary>
    public static WebApplication MapDoors(this WebApplication app)
    {
        app.MapReverseProxy(door =>
        {
            door.UseMiddleware<WebSocketsOnly>();
            door.UseMiddleware<UpstreamProblems>();
            door.UseMiddleware<NextDestination>();
            door.UseLoadBalancing();
            door.UsePassiveHealthChecks();
        });
        return app;
    }

    /// <summary>
    /// YARP brings data protection, for the cookies of sticky sessions, and with it a service that makes a key at the start and
    /// keeps it in the user's home. Nothing is sticky here, so no key is ever asked for.
    /// </summary>
    private static void RemoveKeyRing(IServiceCollection services)
    {
        var loader = services.FirstOrDefault(service => service.ImplementationType?.Name == "DataProtectionHostedService");
        if (loader is not null)
        {
            services.Remove(loader);
        }
    }
}
