using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Admission;

/// <summary>Who may connect to a node, from where, how often, and how much one connection may ask.</summary>
internal sealed class ConnectionOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Connections";

    /// <summary>
    /// The origins whose pages may connect, and read history and presence (<c>https://app.example.com</c>), or <c>*</c> for all. Default: none beside the origin of
    /// the request's own host, and in Development those on loopback addresses. What is no browser names no origin, and may connect.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>
    /// The proxies whose <c>X-Forwarded-…</c> headers are believed, beside loopback: IP addresses or networks
    /// (<c>10.0.0.0/8</c>). Name the gateway's, where it is on another machine: else all clients share its address, and its limit.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>The most connections of one user to one node. Default: 20.</summary>
    [Range(1, 1_000_000)]
    public int MaxPerUser { get; set; } = 20;

    /// <summary>
    /// The most connections from one client address to one node; for IPv6 the network (/64) counts, loopback is not limited.
    /// Default: 500.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxPerAddress { get; set; } = 500;

    /// <summary>How often a connection may call the hub, on average; past it a call is answered with an error. Unit: calls a second. Default: 50.</summary>
    [Range(1, 100_000)]
    public int CallsPerSecond { get; set; } = 50;

    /// <summary>How many calls a connection that was quiet may make at once. Default: 100.</summary>
    [Range(1, 1_000_000)]
    public int CallBurst { get; set; } = 100;

    /// <summary>
    /// How many calls in a row, none of them within the limit for long enough to be quiet again, are refused before the connection
    /// is closed. Default: 1,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxRefusedCalls { get; set; } = 1_000;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var origin in Origins.Where(origin => origin != OriginCheck.Any && !OriginCheck.IsOrigin(origin)))
        {
            yield return new ValidationResult($"{SectionName}:Origins has '{origin}', which is neither of the form https://host[:port] nor *.");
        }

        foreach (var proxy in TrustedProxies.Where(proxy => !ClientAddress.TryParse(proxy, out _)))
        {
            yield return new ValidationResult(
                $"{SectionName}:TrustedProxies has '{proxy}', which is neither an IP address nor a network such as 10.0.0.0/8.");
        }
    }
}
