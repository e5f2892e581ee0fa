using Platform.ServiceDefaults.Hosting;

namespace Platform.Gateway.Canary;

/// <summary>A new version of the edge for a share of the users.</summary>
internal static class CanaryRegistration
{
    public static WebApplicationBuilder AddCanary(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<CanaryOptions>(CanaryOptions.SectionName);
        builder.Services.AddSingleton<VersionMetrics>();
        return builder;
    }
}
