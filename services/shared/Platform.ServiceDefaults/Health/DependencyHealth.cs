using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Names;

namespace Platform.ServiceDefaults.Health;

/// <summary>
/// <c>/health/live</c> asks nobody (an outage of the broker must not restart every instance); <c>/health/ready</c> is 503 until
/// everything is there, and names what is waited for.
/// </summary>
internal static class DependencyHealth
{
    private const string CheckName = "dependencies";

    public static void AddDependencyHealth(this IServiceCollection services)
    {
        services.AddSingleton<Dependencies>();
        // Dependencies writes a line for each change; the health checks would write one for each probe.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        services.AddHealthChecks().AddCheck<DependenciesCheck>(CheckName);
    }

    public static void MapDependencyHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet(Routes.Live, () => TypedResults.Json(new { status = "live" }));
        app.MapGet(Routes.Ready, async (HealthCheckService health, CancellationToken aborted) =>
        {
            var report = await health.CheckHealthAsync(check => check.Name == CheckName, aborted);
            var isReady = report.Status == HealthStatus.Healthy;
            return TypedResults.Json(
                new
                {
                    status = isReady ? "ready" : "waiting",
                    waiting_for = report.Entries.Values.SelectMany(entry => entry.Data).ToDictionary(pair => pair.Key, pair => pair.Value),
                },
                statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }

    private sealed class DependenciesCheck(Dependencies dependencies) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var missing = dependencies.Missing;
            return Task.FromResult(missing.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(data: missing.ToDictionary(entry => entry.Key, object (entry) => entry.Value)));
        }
    }
}
