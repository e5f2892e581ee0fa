using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Security;

namespace Platform.Gateway.Limits;

/// <summary>A bucket of tokens for each client's address.</summary>
internal sealed class RateByAddress(IOptionsMonitor<LimitOptions> options)
{
    private const int RefillsPerSecond = 10;

    public PartitionedRateLimiter<HttpContext> Limiter() => PartitionedRateLimiter.Create<HttpContext, Bucket>(BucketOf);

    private RateLimitPartition<Bucket> BucketOf(HttpContext context)
    {
        var limits = options.CurrentValue;
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        // The values are a part of the key, so that a change of them begins with new buckets.
        return IPAddress.IsLoopback(address) && !limits.LimitLoopback
            ? RateLimitPartition.GetNoLimiter(new Bucket(IPAddress.Loopback, 0, 0))
            : RateLimitPartition.GetTokenBucketLimiter(new Bucket(ClientAddress.Network(address), limits.RequestsPerSecond, limits.Burst), Refill);
    }

    // Only whole tokens are given: what tenths of a second can't hold comes each second.
    private static TokenBucketRateLimiterOptions Refill(Bucket bucket) => bucket.PerSecond % RefillsPerSecond != 0
        ? new() { TokenLimit = bucket.Burst, TokensPerPeriod = bucket.PerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }
        : new() { TokenLimit = bucket.Burst, TokensPerPeriod = bucket.PerSecond / RefillsPerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) / RefillsPerSecond };

    private readonly record struct Bucket(IPAddress Address, int PerSecond, int Burst);
}
