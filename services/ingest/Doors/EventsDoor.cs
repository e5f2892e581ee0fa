using Microsoft.Extensions.Options;
using Platform.Contracts.Latency;
using Platform.Ingest.Formats;
using Platform.Ingest.HandOver;
using Platform.Ingest.Intake;
using Platform.Ingest.Producers;
using Platform.ServiceDefaults.Latency;

namespace Platform.Ingest.Doors;

/// <summary>
/// <c>POST /api/v1/events</c>: all events of a request are taken, or none; 202 means that RabbitMQ has confirmed every one.
/// </summary>
internal sealed class EventsDoor(
    ProducerAuthentication authentication, SubmissionReader reader, Backlog backlog, LaneHandOver handOver,
    LatencyRecorder latency, IOptions<IngestOptions> options, TimeProvider clock)
{
    private readonly IngestOptions _options = options.Value;

    public async Task<IResult> PublishAsync(HttpContext context)
    {
        var (producer, refusal) = await authentication.IdentifyAsync(context);
        if (producer is null)
        {
            return refusal!;
        }

        if (!EventFormat.TryFind(context.Request, out var format, out refusal)
            || !IdempotencyKey.TryRead(context.Request, out var key, out refusal))
        {
            return refusal;
        }

        var (submission, problem) = await ReadAsync(context, format, producer, key);
        return problem ?? await HandOverAsync(context, submission!);
    }

    private async Task<(Submission? Submission, IResult? Problem)> ReadAsync(
        HttpContext context, EventFormat format, Producer producer, string? idempotencyKey)
    {
        using var body = await RequestBody.ReadAsync(context.Request, _options.MaxBodyBytes, context.RequestAborted);
        if (body is null)
        {
            return (null, Problems.BodyTooLarge(_options.MaxBodyBytes));
        }

        if (!format.TrySplit(body.Bytes, out var events, out var error))
        {
            var faults = new EventFaults();
            faults.Add(events.Count, error);
            return (null, Problems.InvalidEvents(faults));
        }

        if (events.Count > _options.MaxEventsPerRequest)
        {
            return (null, Problems.TooManyEvents(events.Count, _options.MaxEventsPerRequest));
        }

        var submission = reader.Read(events, format, producer, idempotencyKey);
        return submission switch
        {
            { Faults.Count: > 0 } => (null, Problems.InvalidEvents(submission.Faults)),
            { Forbidden: { } why } => (null, Problems.Forbidden(why)),
            _ => (submission, null),
        };
    }

    private async Task<IResult> HandOverAsync(HttpContext context, Submission submission)
    {
        if (!backlog.TryEnter(submission.Count))
        {
            return Problems.TooManyPending(context);
        }

        try
        {
            var result = await handOver.HandOverAsync(submission);
            if (result.Outcome != Outcome.Confirmed)
            {
                return Problems.NotConfirmed(context, result, submission.Ids);
            }

            Record(submission, clock.GetElapsedTime(submission.Started).TotalMilliseconds);
            return TypedResults.Json(new AcceptedEvents(submission.Count, submission.Ids), statusCode: StatusCodes.Status202Accepted);
        }
        finally
        {
            backlog.Leave(submission.Count);
        }
    }

    private void Record(Submission submission, double milliseconds)
    {
        foreach (var pack in submission.Lanes)
        {
            foreach (var (eventType, count) in pack.Types)
            {
                latency.Record(Stage.Ingest, pack.Lane, eventType, milliseconds, count);
            }
        }
    }
}
