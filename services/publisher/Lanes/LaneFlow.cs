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
/// What a session does with what it reads: batch → aggregate → append → ack, in the queue's order. A message is acked only after Redis holds its events (guarantee 1), and never nacked: it would lose its place.
/// </summary>
internal sealed class LaneFlow(
    Lane lane,
    IConnection connection,
    IChannel channel,
    AckWindow acks,
    BatchTaker batches,
    Aggregator aggregator,
    Appender appender,
    Func<LaneOptions> options,
    RedeliveryWatch redeliveries,
    Trial trial,
    DeadLetterDoor deadLetters,
    LanePace pace,
    LatencyRecorder latency,
    PublisherMetrics metrics,
    TimeProvider clock)
{
    private readonly AppendChain _chain = new(lane, appender);
    private readonly Flushes _flushes = new();
    private long? _term;

    // Critical events wait for no others, whatever is set.
    private int MaxBatch => lane == Lane.Critical ? 1 : options().MaxBatch;

    /// <summary>Whether it was done with any message.</summary>
    public bool HasFinishedAny => acks.HasFinishedAny;

    /// <summary>Runs until there is nothing more to read, and nothing held.</summary>
    public async Task RunAsync(Incoming incoming, CancellationToken sessionEnded)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(sessionEnded);
        var ended = over.Token;
        try
        {
            for (var isEmpty = incoming.IsEmpty;
                await incoming.Reader.WaitAsync(NextDue, clock, ended) is not Wait.Completed and var wait;
                isEmpty = incoming.IsEmpty)
            {
                if (wait == Wait.TimeOver && !await IsFlushDueAsync(ended))
                {
                    continue;
                }

                var waited = await RoomAsync(incoming, isEmpty ? WaitedFor.Messages : WaitedFor.Nothing, ended);
                var batch = await batches.TakeAsync(incoming.Reader, ended);
                incoming.Took(batch);
                await TakeAsync(batch, waited, incoming, ended);
            }

            await _flushes.AllAsync();
            await FlushAsync(new Batch([]), aggregator.TakeHeld(), incoming, ended);
            await _flushes.AllAsync();
            await acks.ReleaseAsync(ended);
        }
        finally
        {
            // One that failed leaves the others nothing to wait for: the lane is another session's, or another publisher's.
            await over.CancelAsync();
            await _flushes.SettleAsync();
        }
    }

    private double? NextDue =>
        acks.NextLook(_flushes.AreUnderWay) is { } look && !(aggregator.NextDue < look) ? look : aggregator.NextDue;

    // Nothing came: there may be something held to flush, and nothing waits behind what is not acked.
    private async Task<bool> IsFlushDueAsync(CancellationToken ended)
    {
        if (!_flushes.AreUnderWay && acks.IsIdle)
        {
            await acks.ReleaseAsync(ended);
        }

        return aggregator.NextDue <= clock.NowMs();
    }

    // Waits for room in Redis and on the edge nodes, and returns what the lane last waited for.
    private async Task<WaitedFor> RoomAsync(Incoming incoming, WaitedFor before, CancellationToken ended)
    {
        var waited = await _flushes.RoomAsync(
            incoming, Math.Min(MaxBatch, acks.WorthAnAppend), _chain.MayBeFollowed ? options().MaxInFlight : 1, before);
        return await pace.WaitAsync(ended) ? WaitedFor.Room : waited;
    }

    private async Task TakeAsync(Batch batch, WaitedFor waited, Incoming incoming, CancellationToken ended)
    {
        if (batch.IsRedelivered)
        {
            redeliveries.WorksOn(lane);
            try
            {
                await _flushes.AllAsync();
                await trial.HoldAsync(batch.Messages, entry => AppendAsync([entry], ended), FlushAloneAsync, ended);
            }
            finally
            {
                redeliveries.Saw(lane, isRedelivered: true);
            }

            return;
        }

        if (batch.Messages.Count > 0)
        {
            redeliveries.Saw(lane, isRedelivered: false);
        }

        acks.Saw(batch, waited);
        await FlushAsync(batch, aggregator.Take(batch, clock.NowMs()), incoming, ended);

        // With nothing beside it, and acked when this returns.
        async Task FlushAloneAsync(IReadOnlyList<LaneMessage> messages)
        {
            Batch tried = new(messages);
            await FlushAsync(tried, aggregator.Take(tried, clock.NowMs()), incoming, ended);
            await _flushes.AllAsync();
            await acks.ReleaseAsync(ended);
        }
    }

    // Returns when the flush is under way: in the chain, and among the flushes.
    private async Task FlushAsync(Batch batch, Flush flush, Incoming incoming, CancellationToken ended)
    {
        if (flush.Entries.Count > 0)
        {
            _term ??= await TakeTermAsync(ended);
        }

        _flushes.Add(EndWithAsync(incoming, FinishAsync(_flushes.Last, AppendAsync(flush.Entries, ended), batch, flush, ended)));
    }

    private async Task FinishAsync(Task previous, Task append, Batch batch, Flush flush, CancellationToken ended)
    {
        await append;
        await previous;
        await deadLetters.SetAsideAsync(connection, lane, batch, ended);
        await acks.AckAsync(flush.Acks, ended);
    }

    // Whoever waits for the next message must not wait on when there will be no use for it.
    private static async Task EndWithAsync(Incoming incoming, Task flush)
    {
        try
        {
            await flush;
        }
        catch (Exception e)
        {
            incoming.End(e);
            throw;
        }
    }

    private async Task AppendAsync(IReadOnlyList<Entry> entries, CancellationToken ended)
    {
        if (entries.Count > 0)
        {
            _term ??= await TakeTermAsync(ended);
            await _chain.AppendAsync(_term.Value, entries, MaxBatch, ended);
            pace.Appended(entries.Count);
            metrics.Appended(lane, entries);
            Record(entries);
        }
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
