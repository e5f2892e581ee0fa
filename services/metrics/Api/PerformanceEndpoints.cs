using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Names;
using Platform.Metrics.Alerts;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Security;

namespace Platform.Metrics.Api;

/// <summary>The stats API: open in Development, else for tokens with the scope <c>metrics:read</c>. Its description is open everywhere.</summary>
internal static class PerformanceEndpoints
{
    public static WebApplicationBuilder AddPerformance(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<MetricsOptions>(MetricsOptions.SectionName);
        builder.Services.AddSingleton<LatencyReport>();
        builder.Services.AddSingleton<SeriesReport>();
        builder.Services.AddSingleton<ThroughputReport>();
        builder.Services.AddOpenApi(options =>
        {
            options.ShouldInclude = path => $"/{path.RelativePath}".StartsWith(Routes.Performance, StringComparison.Ordinal);
            options.AddDocumentTransformer<Description>();
        });
        return builder;
    }

    public static void MapPerformance(this WebApplication app)
    {
        var api = app.MapGroup("");
        if (!app.Environment.IsDevelopment())
        {
            api.RequireAuthorization(policy => policy.RequireAssertion(request => request.User.HasScope(Scopes.ReadMetrics)));
        }

        api.MapGet(Routes.LatencyMetrics, Latency).WithName("latency-metrics").WithTags("Latency");
        api.MapGet(Routes.LatencySeries, Series).WithName("latency-series").WithTags("Latency");
        api.MapGet(Routes.ThroughputMetrics, Throughput).WithName("throughput-metrics").WithTags("Throughput");
        api.MapGet(Routes.Alerts, (AlertBoard board) => TypedResults.Ok(board.Current)).WithName("alerts").WithTags("Alerts");
        app.MapOpenApi(Routes.PerformanceSpec);
    }

    private static Results<Ok<LatencyMetrics>, Ok<NoLatencyData>, ProblemHttpResult> Latency(
        LatencyReport report, string? window = null, string? lane = null, string? stage = null)
    {
        if (!LatencyQuery.TryRead(window, lane, stage, out var query, out var fault))
        {
            return Invalid(fault);
        }

        return report.Read(query) is { } metrics ? TypedResults.Ok(metrics) : TypedResults.Ok(new NoLatencyData());
    }

    private static Results<Ok<LatencySeries>, ProblemHttpResult> Series(
        SeriesReport report, string? window = null, string? lane = null, string? stage = null) =>
        LatencyQuery.TryRead(window, lane, stage, out var query, out var fault) ? TypedResults.Ok(report.Read(query)) : Invalid(fault);

    private static Results<Ok<ThroughputMetrics>, ProblemHttpResult> Throughput(ThroughputReport report, string? window = null, string? lane = null)
    {
        if (!LatencyQuery.TryRead(window, lane, null, out var query, out var fault))
        {
            return Invalid(fault);
        }

        return TypedResults.Ok(window is null && lane is null ? report.Read() : report.Read(query));
    }

    private static ProblemHttpResult Invalid(string fault) => TypedResults.Problem(
        statusCode: StatusCodes.Status400BadRequest, type: ProblemTypes.InvalidRequest, title: "The request is not valid.", detail: fault);
}
