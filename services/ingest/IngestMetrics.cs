using System.Diagnostics.Metrics;
using Platform.Contracts.Lanes;
using Platform.Ingest.HandOver;

namespace Platform.Ingest;

/// <summary>What ingest counts; requests by status are ASP.NET's own.</summary>
internal sealed class IngestMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _bundles;

    public IngestMetrics(IMeterFactory meters, Backlog backlog)
    {
        var meter = meters.Create("Platform.Ingest");
        _events = meter.CreateCounter<long>("platform.ingest.events", "{event}", "Events that RabbitMQ confirmed.");
        _bundles = meter.CreateCounter<long>("platform.ingest.bundles", "{bundle}", "Bundles sent to RabbitMQ, by outcome.");
        meter.CreateObservableUpDownCounter("platform.ingest.pending", () => backlog.Count, "{event}", "Events that wait for RabbitMQ's confirm.");
    }

    public void Sent(Bundle bundle, Outcome outcome)
    {
        var lane = KeyValuePair.Create<string, object?>("lane", bundle.Lane.Name());
        _bundles.Add(1, lane, KeyValuePair.Create<string, object?>("outcome", Name(outcome)));
        if (outcome == Outcome.Confirmed)
        {
            _events.Add(bundle.Count, lane);
        }
    }

    private static string Name(Outcome outcome) => outcome switch
    {
        Outcome.Confirmed => "confirmed",
        Outcome.Refused => "refused",
        Outcome.Unknown => "unknown",
        _ => "away",
    };
}
