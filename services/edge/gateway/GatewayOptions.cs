using System.ComponentModel.DataAnnotations;

namespace Platform.Gateway;

/// <summary>What is behind the public door, and how long the door waits for it.</summary>
public sealed class GatewayOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Gateway";

    /// <summary>
    /// The addresses of the ingest instances: <c>http://host:port</c>. A host name stands for all addresses that DNS gives for it.
    /// At least one; no default. A change takes effect at run time, as it does for the next two.
    /// </summary>
    [Origins]
    public IReadOnlyList<string> Ingest { get; set; } = [];

    /// <summary>The addresses of the edge nodes: <c>http://host:port</c>. At least one; no default.</summary>
    [Origins]
    public IReadOnlyList<string> Edges { get; set; } = [];

    /// <summary>The addresses of the metrics replicas: <c>http://host:port</c>. At least one; no default.</summary>
    [Origins]
    public IReadOnlyList<string> Metrics { get; set; } = [];

    /// <summary>
    /// How often the host names among these addresses are resolved again, so that a service can be scaled without a restart of the
    /// gateway. Unit: seconds. Default: 5.
    /// </summary>
    [Range(1, 3_600)]
    public int ResolveSeconds { get; set; } = 5;

    /// <summary>
    /// The proxies before the gateway whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed: addresses or
    /// networks, such as <c>10.0.0.0/8</c>. From anyone else these headers are replaced. Default: none.
    /// </summary>
    [Networks]
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>
    /// The port that shows the gateway's own Prometheus page, one of those it listens on and never the public one (for instance
    /// <c>ASPNETCORE_URLS=http://0.0.0.0:8080;http://127.0.0.1:9464</c> and 9464 here). Default: none, there is no such page.
    /// </summary>
    [Range(1, 65535)]
    public int? InternalPort { get; set; }

    /// <summary>
    /// The largest request body that is passed on. Above what ingest takes (4 MiB), so that it is ingest that says "too large".
    /// Unit: bytes. Default: 5 MiB.
    /// </summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public long MaxRequestBodyBytes { get; set; } = 5 * 1024 * 1024;

    /// <summary>How often each instance is asked whether it is ready. Unit: milliseconds. Default: 500.</summary>
    [Range(50, 60_000)]
    public int ProbeIntervalMilliseconds { get; set; } = 500;

    /// <summary>How long an instance may take to say that it is ready. Unit: milliseconds. Default: 1,000.</summary>
    [Range(50, 60_000)]
    public int ProbeTimeoutMilliseconds { get; set; } = 1_000;

    /// <summary>How long a connection to an instance may take before the next is tried. Unit: milliseconds. Default: 1,000.</summary>
    [Range(50, 60_000)]
    public int ConnectTimeoutMilliseconds { get; set; } = 1_000;

    /// <summary>
    /// How long a request without a body (a WebSocket's upgrade too) waits for its answer to begin before the next instance is
    /// tried. Unit: milliseconds. Default: 5,000.
    /// </summary>
    [Range(100, 600_000)]
    public int AnswerTimeoutMilliseconds { get; set; } = 5_000;

    /// <summary>
    /// How long a request, or a WebSocket, may carry no byte in either direction. More than two of the hub's heartbeats (15 s).
    /// Unit: seconds. Default: 60.
    /// </summary>
    [Range(31, 3_600)]
    public int IdleTimeoutSeconds { get; set; } = 60;

    /// <summary>
    /// What the kernel may hold of one connection on each side of the gateway. What waits there is beyond any node's policy for slow
    /// clients: the less it is, the sooner a node notices one. Unit: bytes. Default: 65,536.
    /// </summary>
    [Range(4_096, 16 * 1024 * 1024)]
    public int SocketBufferBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// For how long a client may leave what was sent to it unacknowledged, or have no room for it, before its connection is ended: its
    /// machine has vanished, or it reads no more. Unit: seconds. Default: 25.
    /// </summary>
    [Range(2, 3_600)]
    public int SilenceSeconds { get; set; } = 25;

    /// <summary>
    /// How long a gateway that stops lets its requests end; then it closes what is left, WebSockets above all, whose clients
    /// connect elsewhere and resume. Unit: seconds. Default: 2.
    /// </summary>
    [Range(0, 600)]
    public int ShutdownSeconds { get; set; } = 2;
}
