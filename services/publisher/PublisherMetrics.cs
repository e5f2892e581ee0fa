using System.Diagnostics.Metrics;
using Platform.Contracts.Lanes;
using Platform.Publisher.Aggregation;
using Platform.Publisher.Reading;

namespace Platform.Publisher;

/// <summary>What the publisher counts: what became of the events that it read.</summary>
internal sealed class PublisherMetrics
{
    private readonly Counter<long> _appended;
    private readonly Counter<long> _aggregated;
    private readonly Counter<long> _superseded;
    private readonly Counter<long> _setAside;
    private readonly Counter<double> _held;

    public PublisherMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Platform.Publisher");
        _appended = meter.CreateCounter<long>("platform.publisher.events.appended", "{event}", "Events and aggregates that Redis holds, those included that it held before.");
        _aggregated = meter.CreateCounter<long>("platform.publisher.events.aggregated", "{event}", "Accepted events that are delivered within an aggregate, those included that Redis held before.");
        _superseded = meter.CreateCounter<long>("platform.publisher.events.superseded", "{event}", "Accepted events in whose place a newer one is delivered.");
        _setAside = meter.CreateCounter<long>("platform.publisher.dead.letters", "{message}", "What was set aside to the dead letters, by reason.");
        _held = meter.CreateCounter<double>("platform.publisher.held", "s", "How long a lane waited for the edge nodes, by lane.");
    }

    public void Appended(Lane lane, IReadOnlyList<Entry> entries)
    {
        var tag = KeyValuePair.Create<string, object?>("lane", lane.Name());
        _appended.Add(entries.Count, tag);
        foreach (var aggregate in entries.OfType<AggregateEntry>())
        {
            if (aggregate.Mode == AggregationMode.Latest)
            {
                _superseded.Add(aggregate.Parts.Count - 1, tag);
            }
            else
            {
                _aggregated.Add(aggregate.Parts.Count, tag);
            }
        }
    }

    public void SetAside(Lane lane, string reason) =>
        _setAside.Add(1, KeyValuePair.Create<string, object?>("lane", lane.Name()), KeyValuePair.Create<string, object?>("reason", reason));

    public void Held(Lane lane, TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            _held.Add(time.TotalSeconds, KeyValuePair.Create<string, object?>("lane", lane.Name()));
        }
    }
}
