using Microsoft.Extensions.Options;
using Platform.Contracts.Channels;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Ingest.Formats;
using Platform.Ingest.Producers;
using Platform.ServiceDefaults.Latency;

namespace Platform.Ingest.Intake;

/// <summary>Reads a request's events, completes them, checks the producer's rights and writes them in canonical form, in one pass.</summary>
internal sealed class SubmissionReader(IOptions<IngestOptions> options, TimeProvider clock)
{
    private readonly IngestOptions _options = options.Value;

    /// <summary>Reads the events; nothing of the result points into their bytes.</summary>
    public Submission Read(List<ReadOnlyMemory<byte>> events, EventFormat format, Producer producer, string? idempotencyKey)
    {
        // One look at the clock, so that what has no time of its own happened when it was accepted.
        var acceptedAt = clock.NowMs();
        var now = WholeMilliseconds(acceptedAt);
        var trace = TraceParent.OfCurrent();
        var submission = new Submission(acceptedAt, clock.GetTimestamp(), new string[events.Count]);
        for (var i = 0; i < events.Count; i++)
        {
            if (!format.TryRead(events[i], _options.MaxEventBytes, out var @event, out var error))
            {
                submission.Faults.Add(i, error);
                continue;
            }

            @event = @event with
            {
                Id = @event.Id ?? (idempotencyKey is null ? Guid.CreateVersion7(now).ToString() : $"{idempotencyKey}:{i}"),
                Timestamp = @event.Timestamp ?? now,
                TraceParent = trace ?? @event.TraceParent,
            };
            submission.Ids[i] = @event.Id!;
            submission.Forbidden ??= WhyForbidden(@event, producer, i);
            var bytes = PackOf(submission, @event.Lane).Add(@event);
            if (bytes > _options.MaxEventBytes)
            {
                // The publisher has the same limit, and would set aside what we had accepted.
                submission.Faults.Add(i, EventError.TooLarge(bytes, _options.MaxEventBytes));
            }
        }

        return submission;
    }

    // Shorter on every wire, and no less true.
    private static DateTime WholeMilliseconds(double unixMs) => DateTime.UnixEpoch.AddMilliseconds(Math.Floor(unixMs));

    private static string? WhyForbidden(Event @event, Producer producer, int index)
    {
        if (!producer.MayUse(@event.Lane))
        {
            return $"This key may not publish on the lane '{@event.Lane.Name()}' (the event at index {index}, for the channel '{ChannelName.Of(@event)}').";
        }

        return producer.IsBoundToChannels && ChannelName.Of(@event) is var channel && !producer.MayPublishTo(channel)
            ? $"This key may not publish to the channel '{channel}' (the event at index {index})."
            : null;
    }

    private LanePack PackOf(Submission submission, Lane lane)
    {
        foreach (var pack in submission.Lanes)
        {
            if (pack.Lane == lane)
            {
                return pack;
            }
        }

        // The brackets of a bundle stand around the pieces.
        var added = new LanePack(lane, _options.MaxBundleEvents, _options.MaxBundleBytes - 2);
        submission.Lanes.Add(added);
        return added;
    }
}
