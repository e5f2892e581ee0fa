using System.ComponentModel.DataAnnotations;

namespace Platform.Gateway.Limits;

/// <summary>What one client, and all of them together, may ask of the public door. A body's size is <c>Gateway:MaxRequestBodyBytes</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Gateway:Limits";

    /// <summary>
    /// How many requests, connection attempts included, an address may send on average; for IPv6 the network (/64) counts. Wide, since
    /// an office behind one address comes back all at once after a drain. May change at run time. Unit: requests a second. Default: 1,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 1_000;

    /// <summary>How many requests an address that was quiet may send at once. May change at run time. Default: 5,000.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; set; } = 5_000;

    /// <summary>
    /// Whether loopback addresses have that limit too. They belong to this machine: load tools, and proxies, for which all clients
    /// would share one limit (name those in <c>Gateway:TrustedProxies</c>). May change at run time. Default: false.
    /// </summary>
    public bool LimitLoopback { get; set; }

    /// <summary>
    /// How many WebSockets may be open at once; the next one is answered 503. As many further connections may carry requests.
    /// Default: 50,000.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxConnections { get; set; } = 50_000;

    /// <summary>The size of a request's headers, above which it is answered 431. Unit: bytes. Default: 32 KiB.</summary>
    [Range(4 * 1024, 1024 * 1024)]
    public int HeaderBytes { get; set; } = 32 * 1024;

    /// <summary>
    /// The length of a request's first line, which holds a browser's <c>?access_token=</c>; above it is 414. Unit: bytes. Default: 16 KiB.
    /// </summary>
    [Range(1024, 1024 * 1024)]
    public int RequestLineBytes { get; set; } = 16 * 1024;

    /// <summary>The number of a request's headers, above which it is answered 431. Default: 100.</summary>
    [Range(10, 10_000)]
    public int HeaderCount { get; set; } = 100;

    /// <summary>How long a connection may take to send a request's headers, before it is answered 408 and closed. Unit: seconds. Default: 10.</summary>
    [Range(1, 600)]
    public int HeaderSeconds { get; set; } = 10;
}
