using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Load.Stock;

/// <summary>One node of the stock build: SignalR over its Redis backplane with every setting at its default, on a free port of 127.0.0.1.</summary>
internal sealed class StockNode : IAsyncDisposable
{
    // Connections that don't close in order have no longer than that.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;

    private StockNode(WebApplication app) => _app = app;

    public Uri Hub => new UriBuilder(_app.Urls.First()) { Scheme = Uri.UriSchemeWs, Path = StockHub.Path }.Uri;

    /// <summary>What other code in the node sends through.</summary>
    public IHubContext<StockHub> Context => _app.Services.GetRequiredService<IHubContext<StockHub>>();

    /// <param name="redis">Where Redis is.</param>
    /// <param name="prefix">What keeps this run's channels apart from others on the same Redis.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<StockNode> StartAsync(string redis, string prefix, CancellationToken cancellationToken)
    {
        // Empty: neither the folder's settings nor the caller's environment have a say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        builder.Services.AddRouting();
        builder.Services.AddSignalR().AddStackExchangeRedis(options =>
        {
            options.Configuration = RedisUrl.Parse(redis);
            options.Configuration.ChannelPrefix = RedisChannel.Literal(prefix);
        });

        var app = builder.Build();
        app.MapHub<StockHub>(StockHub.Path);
        await app.StartAsync(cancellationToken);
        return new StockNode(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(StopWithin);
        await _app.StopAsync(timeout.Token);
        await _app.DisposeAsync();
    }
}
