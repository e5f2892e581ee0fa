using System.ComponentModel.DataAnnotations;

namespace Platform.Edge.Streams;

/// <summary>What a connection may subscribe to.</summary>
internal sealed class SubscriptionOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Subscriptions";

    /// <summary>The most channels of one connection. Default: 100.</summary>
    [Range(1, 100_000)]
    public int MaxPerConnection { get; set; } = 100;

    /// <summary>The most channels in one call. Default: 100.</summary>
    [Range(1, 10_000)]
    public int MaxPerCall { get; set; } = 100;
}
