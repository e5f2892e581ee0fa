using System.ComponentModel.DataAnnotations;

namespace Platform.Gateway.Canary;

/// <summary>The edge nodes of a new version, and the share of the users that connects to them. All of it may change at run time.</summary>
public sealed class CanaryOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Gateway:Canary";

    /// <summary>
    /// The addresses of the edge nodes of the new version, beside <c>Gateway:Edges</c>: <c>http://host:port</c>. One that stands
    /// there too counts as new. Default: none.
    /// </summary>
    [Origins(Section = SectionName, AllowNone = true)]
    public IReadOnlyList<string> Edges { get; set; } = [];

    /// <summary>
    /// The share of the users whose new connections go to the new version; each user stays on one side, and a larger share only
    /// adds users. Where one side has no ready node, the other takes all. Unit: percent. Default: 10.
    /// </summary>
    [Range(0.0, 100.0)]
    public double Percent { get; set; } = 10;
}
