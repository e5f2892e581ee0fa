using Platform.ServiceDefaults.Hosting;

namespace Platform.Publisher.Pacing;

internal static class PacingRegistration
{
    /// <summary>What keeps overload in RabbitMQ.</summary>
    public static WebApplicationBuilder AddPacing(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<PacingOptions>(PacingOptions.SectionName);
        builder.Services.AddSingleton<Markers>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Markers>());
        return builder;
    }
}
