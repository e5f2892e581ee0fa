using Platform.ServiceDefaults.Hosting;

namespace Platform.Edge.Drain;

internal static class DrainRegistration
{
    /// <summary>A signal to stop drains the node first.</summary>
    public static WebApplicationBuilder AddDrain(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<DrainOptions>(DrainOptions.SectionName);
        builder.Services.AddSingleton<Departure>();
        builder.Services.AddSingleton<IHostLifetime, DrainingLifetime>();
        return builder;
    }
}
