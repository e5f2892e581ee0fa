using Platform.ServiceDefaults.Hosting;

namespace Platform.Publisher.Append;

internal static class AppendRegistration
{
    /// <summary>What writes to the channels.</summary>
    public static WebApplicationBuilder AddAppending(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<AppendOptions>(AppendOptions.SectionName);
        builder.Services.AddSingleton<RedeliveryWatch>();
        builder.Services.AddSingleton<LaneRedis>();
        builder.Services.AddSingleton<Appender>();
        return builder;
    }
}
