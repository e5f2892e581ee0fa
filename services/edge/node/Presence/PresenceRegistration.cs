using Platform.ServiceDefaults.Hosting;

namespace Platform.Edge.Presence;

internal static class PresenceRegistration
{
    /// <summary>Who is on the channels that keep presence.</summary>
    public static WebApplicationBuilder AddPresence(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<PresenceOptions>(PresenceOptions.SectionName);
        builder.Services.AddSingleton<PresenceStore>();
        builder.Services.AddSingleton<PresenceRooms>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PresenceRooms>());
        return builder;
    }
}
