using Platform.ServiceDefaults.Hosting;

namespace Platform.Edge.Reports;

internal static class ReportRegistration
{
    /// <summary>What clients say of the latency that they see.</summary>
    public static WebApplicationBuilder AddLatencyReports(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<ReportOptions>(ReportOptions.SectionName);
        builder.Services.AddSingleton<LatencyReports>();
        return builder;
    }
}
