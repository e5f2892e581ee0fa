using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Names;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.ServiceDefaults.Security;

namespace Platform.Metrics.Api;

/// <summary>The stats API: open in Development, else for tokens with the scope <c>metrics:read</c>.</summary>
internal static class PerformanceEndpoints
{
    public static WebApplicationBuilder AddPerformance(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LatencyReport>();
        builder.Services.AddSingleton<ThroughputReport>();
        return builder;
    }

    public static void MapPerformance(this WebApplication app)
    {
        var api = app.MapGroup("");
        if (!app.Environment.IsDevelopment())
        {
            api.RequireAuthorization(policy => policy.RequireAssertion(request => request.User.HasScope(Scopes.ReadMetrics)));
        }

        api.MapGet(Routes.LatencyMetrics, Latency);
        api.MapGet(Routes.ThroughputMetrics, (ThroughputReport report) => TypedResults.Ok(report.Read()));
    }

    private static Results<Ok<LatencyMetrics>, Ok<NoLatencyData>> Latency(LatencyReport report) =>
        report.Read() is { } metrics ? TypedResults.Ok(metrics) : TypedResults.Ok(new NoLatencyData());
}
