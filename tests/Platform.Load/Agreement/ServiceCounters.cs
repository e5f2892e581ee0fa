using Platform.Contracts.Lanes;
using Platform.Load.Measurements;
using Platform.Load.Rig;

namespace Platform.Load.Agreement;

/// <summary>The services' own counters of one lane, all instances together; none of a stack that is not this folder's.</summary>
internal sealed class ServiceCounters(Target target, Lane lane)
{
    public const string Accepted = "platform_ingest_events_total", Appended = "platform_publisher_events_appended_total", Delivered = "platform_edge_messages_total";

    private static readonly IReadOnlyDictionary<string, string> ServiceOf =
        new Dictionary<string, string> { [Accepted] = "ingest", [Appended] = "publisher", [Delivered] = "edge" };

    /// <summary>Each counter as it is now.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ReadAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>();
        if (!target.IsOwnStack || RunFile.Find(Directory.GetCurrentDirectory()) is not { } stack)
        {
            return counts;
        }

        foreach (var (counter, service) in ServiceOf)
        {
            foreach (var name in stack.Processes.Keys.Where(name => name.StartsWith(service, StringComparison.Ordinal)))
            {
                if (stack.UrlOf(name) is { } url && await PrometheusPage.ReadAsync(client, url, $"{counter}{{", cancellationToken, $"lane=\"{lane.Name()}\"") is { } count)
                {
                    counts[counter] = counts.GetValueOrDefault(counter) + count;
                }
            }
        }

        return counts;
    }
}
