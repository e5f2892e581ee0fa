using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Platform.Gateway.Forwarding;

namespace Platform.Gateway.Limits;

/// <summary>
/// Bounds the WebSockets that are open at once. The server's own bound would hold only after an edge had taken the connection, and
/// does not count those within HTTP/2.
/// </summary>
internal sealed class OpenWebSockets(IOptions<LimitOptions> options)
{
    public PartitionedRateLimiter<HttpContext> Limiter() => PartitionedRateLimiter.Create<HttpContext, bool>(context =>
        context.IsWebSocket()
            ? RateLimitPartition.GetConcurrencyLimiter(true, _ => new ConcurrencyLimiterOptions { PermitLimit = options.Value.MaxConnections })
            : RateLimitPartition.GetNoLimiter(false));
}
