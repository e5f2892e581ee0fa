using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Platform.Gateway.Canary;

/// <summary>Which version a destination runs, as it is labelled in the metrics.</summary>
internal static class EdgeVersion
{
    public const string Stable = "stable";
    public const string Canary = "canary";

    private const string Key = "version";

    private static readonly Dictionary<string, string> CanaryMark = new() { [Key] = Canary };

    public static DestinationConfig AsCanary(this DestinationConfig destination) => destination with { Metadata = CanaryMark };

    public static string Version(this DestinationState destination) =>
        destination.Model.Config.Metadata?.GetValueOrDefault(Key) ?? Stable;
}
