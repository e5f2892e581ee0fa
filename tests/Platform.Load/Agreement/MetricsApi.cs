using System.Net.Http.Json;
using System.Text.Json;
using Platform.Contracts.Names;
using Platform.Load.Rig;

namespace Platform.Load.Agreement;

/// <summary>What the metrics API says of one event type, within the hour.</summary>
internal sealed class MetricsApi(HttpClient gateway)
{
    /// <summary>A stage's events of a type; none where it has seen none.</summary>
    /// <exception cref="CannotRunException">The API does not answer us.</exception>
    public async Task<TypeTimes> ReadAsync(string stage, string eventType, CancellationToken cancellationToken)
    {
        using var answer = await gateway.GetAsync($"{Routes.LatencyMetrics}?window=1h&stage={stage}", cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new CannotRunException($"The metrics API answers {(int)answer.StatusCode}.");
        }

        var latency = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return latency.TryGetProperty("by_event_type", out var types) && types.TryGetProperty(eventType, out var type)
            ? new TypeTimes(
                type.GetProperty("count").GetInt64(),
                new Times(type.GetProperty("p50_latency").GetDouble(), type.GetProperty("p95_latency").GetDouble(), type.GetProperty("p99_latency").GetDouble()),
                latency.GetProperty("measured_by").GetString() == "clients")
            : new TypeTimes(0, new Times(0, 0, 0), ByClients: false);
    }
}

/// <summary>How many, how long they took, and whether clients say so.</summary>
internal sealed record TypeTimes(long Count, Times Times, bool ByClients);
