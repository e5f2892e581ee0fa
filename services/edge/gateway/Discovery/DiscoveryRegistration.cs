using Yarp.ReverseProxy.ServiceDiscovery;

namespace Platform.Gateway.Discovery;

/// <summary>Where the instances are.</summary>
internal static class DiscoveryRegistration
{
    /// <summary>Names among the destinations are resolved, again and again.</summary>
    public static WebApplicationBuilder AddDiscovery(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<INameLookup, DnsLookup>();
        builder.Services.AddSingleton<KnownAddresses>();
        builder.Services.AddSingleton<IDestinationResolver, NamedDestinations>();
        return builder;
    }
}
