using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Load.Stock;

/// <summary>One node of the stock build: SignalR over its Redis backplane with every setting at its default.</summary>
internal static class StockNode
{
    /// <param name="redis">Where Redis is.</param>
    /// <param name="prefix">What keeps these channels apart from others on the same Redis.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static Task<StockApp> StartAsync(string redis, string prefix, CancellationToken cancellationToken) => StockApp.StartAsync(
        builder => builder.AddStockSignalR(redis, prefix),
        app => app.MapHub<StockHub>(Routes.Hub),
        cancellationToken);

    /// <summary>SignalR and the backplane, as whoever sends needs them too.</summary>
    public static void AddStockSignalR(this WebApplicationBuilder builder, string redis, string prefix) =>
        builder.Services.AddSignalR().AddStackExchangeRedis(options =>
        {
            options.Configuration = RedisUrl.Parse(redis);
            options.Configuration.ChannelPrefix = RedisChannel.Literal(prefix);
        });
}
