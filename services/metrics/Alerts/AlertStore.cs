using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.Metrics.Journal;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Metrics.Alerts;

/// <summary>
/// The alerts in Redis: one replica watches them, all show them, and the next one goes on where it stopped. Who watches holds a lease; when
/// its holder is gone, it runs out.
/// </summary>
internal sealed class AlertStore(RedisConnections redis, RedisNames names, Unreadable unreadable, IOptions<ServiceOptions> service)
{
    private const int LeaseMs = 4_000;

    private const string Hold = """
        local holder = redis.call('GET', KEYS[1])
        if holder and holder ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;

    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true };

    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    // The instance's name may be the same in two replicas.
    private readonly string _holder = $"{service.Value.Name} {Guid.NewGuid():N}";

    public async Task<bool> HoldAsync() =>
        (bool)await (await DatabaseAsync()).ScriptEvaluateAsync(Hold, [names.MetricsWatcher], [_holder, LeaseMs]);

    public async Task<IReadOnlyList<AlertState>> ReadAsync() =>
        (byte[]?)await (await DatabaseAsync()).StringGetAsync(names.MetricsAlerts) is { } states ? Read(states) : [];

    public async Task WriteAsync(IReadOnlyList<AlertState> states) =>
        await (await DatabaseAsync()).StringSetAsync(names.MetricsAlerts, JsonSerializer.SerializeToUtf8Bytes(states), Life);

    /// <summary>The states as they were written; none where they can't be read: each alert begins anew then.</summary>
    internal IReadOnlyList<AlertState> Read(byte[] states)
    {
        try
        {
            return [.. (JsonSerializer.Deserialize<AlertState?[]>(states, Strict) ?? []).OfType<AlertState>()];
        }
        catch (JsonException)
        {
            unreadable.Skipped("alert state");
            return [];
        }
    }

    private async Task<IDatabase> DatabaseAsync() => (await redis.GetAsync(RedisPurpose.Metrics)).GetDatabase();
}
