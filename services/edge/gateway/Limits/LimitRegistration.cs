using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Hosting;

namespace Platform.Gateway.Limits;

/// <summary>The bounds of what clients may ask.</summary>
internal static class LimitRegistration
{
    public static WebApplicationBuilder AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<LimitOptions>(LimitOptions.SectionName);
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, RequestSizes>();
        builder.Services.AddSingleton<RateByAddress>();
        builder.Services.AddSingleton<OpenWebSockets>();
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<RateByAddress, OpenWebSockets>((limiter, rates, sockets) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(rates.Limiter(), sockets.Limiter());
            limiter.OnRejected = RefuseAsync;
        });
        return builder;
    }

    /// <summary>Probes of the gateway's health are not limited.</summary>
    public static WebApplication UseLimits(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path != Routes.Live && context.Request.Path != Routes.Ready, limited => limited.UseRateLimiter());
        return app;
    }

    // Only a bucket knows when it is filled again.
    private static async ValueTask RefuseAsync(OnRejectedContext refused, CancellationToken cancellationToken)
    {
        var isRate = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
        refused.HttpContext.Response.Headers.RetryAfter =
            Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await (isRate ? TooFast : Full).ExecuteAsync(refused.HttpContext);
    }

    private static ProblemHttpResult TooFast => TypedResults.Problem(
        "This address sends more requests than one may. Wait as long as Retry-After says.",
        statusCode: StatusCodes.Status429TooManyRequests,
        title: "Too many requests.",
        type: ProblemTypes.TooManyRequests);

    private static ProblemHttpResult Full => TypedResults.Problem(
        "The gateway holds as many connections as it may. Wait as long as Retry-After says, or connect to another one.",
        statusCode: StatusCodes.Status503ServiceUnavailable,
        title: "Too many connections.",
        type: ProblemTypes.TooManyConnections);
}
