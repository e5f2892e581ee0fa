using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>The one way in which a section of the configuration becomes options.</summary>
public static class OptionsRegistration
{
    /// <summary>
    /// Binds, validates by the attributes, and stops the start with all that is wrong. Who reads them through the monitor gets
    /// changes at run time, as long as they are valid.
    /// </summary>
    public static OptionsBuilder<T> AddValidated<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton(new OptionsSection(section, typeof(T)));
        services.AddSingleton<IOptionsMonitor<T>>(provider => ActivatorUtilities.CreateInstance<LastValidOptions<T>>(provider, section));
        return services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
    }
}

/// <summary>A section of the configuration, and the options that it becomes.</summary>
internal sealed record OptionsSection(string Name, Type Options);
