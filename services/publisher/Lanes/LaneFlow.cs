using System.Threading.Channels;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Contracts.Names;
using Platform.Publisher.Aggregation;
using Platform.Publisher.Append;
using Platform.Publisher.DeadLetters;
using Platform.Publisher.Pacing;
using Platform.Publisher.Poison;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Tracing;
using RabbitMQ.Client;

namespace Platform.Publisher.Lanes;

/// <summary>
/// What a session does with what it reads: batch → aggregate → append → ack, one flush at a time, in the queue's order. A message is
/// acked only after Redis holds its events (guarantee 1), and never nacked: it would lose its place.
/// </summary>
internal sealed class LaneFlow(
    Lane lane,
    IConnection connection,
    IChannel channel,
    BatchTaker batches,
    Aggregator aggregator,
    Appender appender,
    RedeliveryWatch redeliveries,
    Trial trial,
    DeadLetterDoor deadLetters,
    LanePace pace,
    LatencyRecorder latency,
    PublisherMetrics metrics,
    TimeProvider clock)
{
    private long? _term;

    /// <summary>Whether it has got as far as an ack.</summary>
    public bool HasAcked { get; private set; }

    /// <summary>Runs until there is nothing more to read, and nothing held.</summary>
    public async Task RunAsync(ChannelReader<LaneMessage> incoming, CancellationToken ended)
    {
        while (await incoming.WaitAsync(aggregator.NextDue, clock, ended) != Wait.Completed)
        {
            await pace.WaitAsync(ended);
            await TakeAsync(await batches.TakeAsync(incoming, ended), ended);
        }

        await FlushAsync(new Batch([]), aggregator.TakeHeld(), ended);
    }

    private async Task TakeAsync(Batch batch, CancellationToken ended)
    {
        if (batch.Messages.Count > 0)
        {
            redeliveries.Saw(lane, batch.IsRedelivered);
        }

        if (batch.IsRedelivered)
        {
            await trial.HoldAsync(
                batch.Messages[0], entry => AppendAsync([entry], ended), message => FlushAsync(new Batch([message]), ended), ended);
        }
        else
        {
            await FlushAsync(batch, ended);
        }
    }

    private Task FlushAsync(Batch batch, CancellationToken ended) => FlushAsync(batch, aggregator.Take(batch, clock.NowMs()), ended);

    private async Task FlushAsync(Batch batch, Flush flush, CancellationToken ended)
    {
        if (flush.Entries.Count > 0)
        {
            await AppendAsync(flush.Entries, ended);
        }

        await deadLetters.SetAsideAsync(connection, lane, batch, ended);
        foreach (var ack in flush.Acks)
        {
            await channel.BasicAckAsync(ack.DeliveryTag, ack.Multiple, ended);
            HasAcked = true;
        }
    }

    private async Task AppendAsync(IReadOnlyList<Entry> entries, CancellationToken ended)
    {
        _term ??= await TakeTermAsync(ended);
        await appender.AppendAsync(lane, _term.Value, entries, ended);
        pace.Spend(entries.Count);
        metrics.Appended(lane, entries);
        Record(entries);
    }

    // The first delivery says that this consumer is the active one. A publisher that was frozen right then could take a newer term
    // than its successor's; the round trip on the consumer's own channel proves that RabbitMQ still counts it in after the term
    // was taken.
    private async Task<long> TakeTermAsync(CancellationToken cancellationToken)
    {
        var term = await appender.TakeTermAsync(lane, cancellationToken);
        await channel.QueueDeclarePassiveAsync(Topology.Queue(lane), cancellationToken);
        return term;
    }

    private void Record(IReadOnlyList<Entry> entries)
    {
        var appendedAt = clock.NowMs();
        foreach (var entry in entries)
        {
            foreach (var part in entry.Parts)
            {
                latency.Record(Stage.Batch, lane, part.Event.EventType, appendedAt - part.Message.ReadAt);
                if (part.Message.IsAcceptanceKnown)
                {
                    latency.Record(Stage.Lane, lane, part.Event.EventType, part.Message.ReadAt - part.Message.AcceptedAt);
                }

                if (part.Event.TraceParent is { } trace)
                {
                    EventTrace.Span(Stage.Lane, trace, lane, part.Event.EventType, part.Message.AcceptedAt, part.Message.ReadAt);
                    EventTrace.Span(Stage.Batch, trace, lane, part.Event.EventType, part.Message.ReadAt, appendedAt);
                }
            }
        }
    }
}
