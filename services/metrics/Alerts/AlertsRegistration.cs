using Platform.ServiceDefaults.Hosting;

namespace Platform.Metrics.Alerts;

internal static class AlertsRegistration
{
    /// <summary>The alerts: their rules, who watches them, and their events.</summary>
    public static WebApplicationBuilder AddAlerts(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<AlertOptions>(AlertOptions.SectionName);
        builder.Services.AddSingleton<AlertBoard>();
        builder.Services.AddSingleton<AlertSignals>();
        builder.Services.AddSingleton<AlertStore>();
        builder.Services.AddSingleton<AlertPublisher>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AlertPublisher>());
        builder.Services.AddHostedService<AlertWatch>();
        return builder;
    }
}
