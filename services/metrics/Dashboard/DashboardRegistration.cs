using Platform.Contracts.Names;
using Platform.ServiceDefaults.Pages;

namespace Platform.Metrics.Dashboard;

internal static class DashboardRegistration
{
    /// <summary>The snapshots that the dashboard shows.</summary>
    public static WebApplicationBuilder AddDashboard(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SnapshotReport>();
        builder.Services.AddHostedService<SnapshotPublisher>();
        return builder;
    }

    /// <summary>The page, and the one that explains the API; their numbers come over the hub and the API, to whoever has the right to them.</summary>
    public static WebApplication UseDashboard(this WebApplication app) => app.UsePage(Routes.ApiPage).UsePage(Routes.Dashboard);
}
