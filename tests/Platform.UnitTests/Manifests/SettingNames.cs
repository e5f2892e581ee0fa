using System.Reflection;
using System.Text.RegularExpressions;
using Platform.Edge.Streams;
using Platform.Gateway;
using Platform.Ingest;
using Platform.Publisher.Lanes;
using Platform.ServiceDefaults.Redis;

namespace Platform.UnitTests.Manifests;

/// <summary>Which variables a service reads: those of its options and of what all services share, and the framework's own.</summary>
internal static partial class SettingNames
{
    private static readonly Assembly Shared = typeof(RedisOptions).Assembly;

    private static readonly Dictionary<string, Assembly> Services = new(StringComparer.Ordinal)
    {
        ["ingest"] = typeof(IngestOptions).Assembly,
        ["publisher"] = typeof(PublisherOptions).Assembly,
        ["edge"] = typeof(SubscriptionOptions).Assembly,
        ["gateway"] = typeof(GatewayOptions).Assembly,
        ["metrics"] = Assembly.Load("Platform.Metrics"),
    };

    public static IReadOnlyCollection<string> AllServices => Services.Keys;

    public static bool IsKnown(string service, string variable) =>
        Framework().IsMatch(variable) || Exists(Shared, variable.Split("__")) || Exists(Services[service], variable.Split("__"));

    private static bool Exists(Assembly assembly, string[] path) => assembly.GetTypes().Any(type =>
        type.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() is string section
        && section.Split(':') is var names
        && path.Length > names.Length
        && names.SequenceEqual(path.Take(names.Length), StringComparer.OrdinalIgnoreCase)
        && LeadsToValue(type, path[names.Length..]));

    private static bool LeadsToValue(Type type, string[] path)
    {
        if (path is [])
        {
            return type.IsValueType || type == typeof(string);
        }

        // A list's items are numbered, a dictionary's named.
        if (type != typeof(string) && type.GetGenericArguments() is [.., var item] && Nullable.GetUnderlyingType(type) is null)
        {
            return (type.GetGenericArguments().Length > 1 || int.TryParse(path[0], out _)) && LeadsToValue(item, path[1..]);
        }

        return type.GetProperty(path[0], BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is { } property
            && LeadsToValue(property.PropertyType, path[1..]);
    }

    [GeneratedRegex("^(ASPNETCORE_(ENVIRONMENT|URLS|HTTPS?_PORTS)|DOTNET_[A-Za-z]+|OTEL_[A-Z_]+)$")]
    private static partial Regex Framework();
}
