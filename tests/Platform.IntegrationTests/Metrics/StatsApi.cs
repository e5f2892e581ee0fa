using System.Net.Http.Json;
using System.Text.Json;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Metrics;

/// <summary>Asks a metrics replica.</summary>
internal sealed class StatsApi(ServiceProcess service) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = service.Url };

    public Task<JsonElement> LatencyAsync(string query) =>
        _http.GetFromJsonAsync<JsonElement>($"{Routes.LatencyMetrics}?{query}", TestContext.Current.CancellationToken);

    /// <summary>How many events of a type a stage has seen within the hour.</summary>
    public async Task<long> CountAsync(string stage, string eventType)
    {
        var latency = await LatencyAsync($"window=1h&stage={stage}");
        return latency.TryGetProperty("by_event_type", out var types) && types.TryGetProperty(eventType, out var type) ? type.GetProperty("count").GetInt64() : 0;
    }

    public async Task WaitForCountAsync(long count, string stage, string eventType)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); await CountAsync(stage, eventType) is var now && now != count; await Task.Delay(200))
        {
            Assert.True(DateTime.UtcNow < deadline, $"The stage {stage} of {eventType} has {now} events, not {count}.");
        }
    }

    /// <summary>An answer that clients measured, as soon as it says of their reports what is waited for.</summary>
    public async Task<JsonElement> WaitForReportsAsync(string query, Func<JsonElement, bool> isSo)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(200))
        {
            var latency = await LatencyAsync(query);
            if (latency.TryGetProperty("measured_by", out var by) && by.GetString() == "clients" && isSo(latency.GetProperty("client_reports")))
            {
                return latency;
            }

            Assert.True(DateTime.UtcNow < deadline, $"The reports that are waited for are not in {latency}.");
        }
    }

    public void Dispose() => _http.Dispose();
}
