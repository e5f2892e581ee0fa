using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Hosting;

namespace Platform.ServiceDefaults.Redis;

/// <summary>Registers what a service needs to talk to Redis.</summary>
public static class RedisRegistration
{
    /// <summary>The connections and the names of all keys.</summary>
    public static WebApplicationBuilder AddRedis(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<RedisOptions>(RedisOptions.SectionName);
        builder.Services.AddSingleton<RedisConnections>();
        builder.Services.AddSingleton(services => new RedisNames(services.GetRequiredService<IOptions<RedisOptions>>().Value.KeyPrefix));
        return builder;
    }
}
