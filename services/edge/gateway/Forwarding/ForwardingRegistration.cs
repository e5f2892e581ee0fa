using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Platform.Gateway.Canary;
using Platform.Gateway.Failover;
using Platform.Gateway.Refusals;
using Platform.ServiceDefaults.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

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
        builder.Services.AddSingleton<SocketBuffers>();
        builder.Services.AddSingleton<IConfigureOptions<SocketTransportOptions>>(services => services.GetRequiredService<SocketBuffers>());
        builder.Services.AddSingleton<IForwarderHttpClientFactory, DestinationClients>();
        builder.Services.AddSingleton<IProxyConfigProvider, ConfiguredDoors>();
        builder.Services.AddReverseProxy().AddTransforms(DropOtherAddresses);
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
            door.UseMiddleware<CanaryShare>();
            door.UseLoadBalancing();
            door.UseMiddleware<CountByVersion>();
            door.UsePassiveHealthChecks();
        });
        return app;
    }

    /// <summary>YARP writes X-Forwarded-*; what else a client may say about its address reaches no service.</summary>
    private static void DropOtherAddresses(TransformBuilderContext door)
    {
        door.AddRequestHeaderRemove("Forwarded");
        door.AddRequestHeaderRemove("X-Real-IP");
        door.AddRequestHeaderRemove(ForwardedHeadersDefaults.XOriginalForHeaderName);
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
