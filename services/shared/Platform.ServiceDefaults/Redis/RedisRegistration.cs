using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Hosting;

namespace Platform.ServiceDefaults.Redis;

/// <summary>Registers what a service needs to talk to Redis.</summary>
public static class RedisRegistration
{
    /// <summary>The names of all keys, and the connections for what the service does; readiness waits for them.</summary>
    public static WebApplicationBuilder AddRedis(this WebApplicationBuilder builder, params IReadOnlyList<string> purposes)
    {
        builder.Services.AddValidated<RedisOptions>(RedisOptions.SectionName);
        builder.Services.AddSingleton<RedisConnections>();
        builder.Services.AddSingleton(services => new RedisNames(services.GetRequiredService<IOptions<RedisOptions>>().Value.KeyPrefix));
        builder.Services.AddSingleton<LivePubSub>();
        builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<RedisWatch>(services, purposes));
        return builder;
    }
}
