using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>
/// Warns at the start of what stands below a section of ours and that no option reads, such as a name with a slip in it: it would be
/// passed over in silence.
/// </summary>
internal sealed partial class UnknownSettings(IConfiguration configuration, IEnumerable<OptionsSection> sections, ILogger<UnknownSettings> logger)
    : IHostedService
{
    private const BindingFlags Readable = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    private readonly OptionsSection[] _sections = [.. sections];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var section in _sections)
        {
            Look(configuration.GetSection(section.Name), section.Options);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Look(IConfigurationSection at, Type type)
    {
        foreach (var setting in at.GetChildren().Where(setting => !LeadsToSection(setting.Path)))
        {
            if (ItemOf(type) is { } item)
            {
                Look(setting, item);
            }
            else if (type.GetProperty(setting.Key, Readable) is { } property)
            {
                Look(setting, property.PropertyType);
            }
            else
            {
                LogUnknown(setting.Path);
            }
        }
    }

    // Sections lie within others; each is looked at by itself.
    private bool LeadsToSection(string path) => Array.Exists(_sections, section =>
        section.Name.Equals(path, StringComparison.OrdinalIgnoreCase) || section.Name.StartsWith($"{path}:", StringComparison.OrdinalIgnoreCase));

    // A list's items are numbered, a dictionary's named.
    private static Type? ItemOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && Nullable.GetUnderlyingType(type) is null ? type.GetGenericArguments()[^1]
        : null;

    [LoggerMessage(4, LogLevel.Warning, "No option reads the setting {Setting}; docs/configuration.md lists all that there are.")]
    private partial void LogUnknown(string setting);
}
