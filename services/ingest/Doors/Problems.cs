using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Names;
using Platform.Ingest.HandOver;
using Platform.Ingest.Intake;

namespace Platform.Ingest.Doors;

/// <summary>Every refusal of the door for events, as problem+json that says what to do.</summary>
internal static class Problems
{
    private const int RetryAfterSeconds = 1;

    public static ProblemHttpResult Unauthorized(HttpContext context, string detail)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem(StatusCodes.Status401Unauthorized, ProblemTypes.Unauthorized, "Who publishes is not known.", detail);
    }

    public static ProblemHttpResult Forbidden(string detail) =>
        Problem(StatusCodes.Status403Forbidden, ProblemTypes.Forbidden, "Publishing this is not allowed.", detail);

    public static ProblemHttpResult InvalidRequest(string detail) =>
        Problem(StatusCodes.Status400BadRequest, ProblemTypes.InvalidRequest, "The request is not valid.", detail);

    public static ProblemHttpResult UnsupportedMediaType(IEnumerable<string> supported) => Problem(
        StatusCodes.Status415UnsupportedMediaType, ProblemTypes.UnsupportedMediaType, "Events are not read in this form.",
        $"Send UTF-8, not compressed, and set Content-Type to one of: {string.Join(", ", supported)}.");

    public static ProblemHttpResult BodyTooLarge(long maxBytes) => Problem(
        StatusCodes.Status413PayloadTooLarge, ProblemTypes.TooLarge, "The body is too large.",
        $"At most {maxBytes} bytes are accepted in one request. Send fewer events at once.");

    public static ProblemHttpResult TooManyEvents(int count, int max) => Problem(
        StatusCodes.Status413PayloadTooLarge, ProblemTypes.TooLarge, "The request has too many events.",
        $"It has {count} events; at most {max} are accepted in one request. Send fewer at once.");

    public static ProblemHttpResult InvalidEvents(EventFaults faults)
    {
        var (status, type, title) = faults.AnyTooLarge
            ? (StatusCodes.Status413PayloadTooLarge, ProblemTypes.TooLarge, "An event is too large.")
            : (StatusCodes.Status400BadRequest, ProblemTypes.InvalidEvents, "The events are not valid.");
        return Problem(
            status, type, title, "Nothing was queued. Correct what 'errors' names, by the event's index, and send all of it again.",
            ("error_count", faults.Count), ("errors", faults.Listed));
    }

    public static ProblemHttpResult TooManyPending(HttpContext context)
    {
        RetryLater(context);
        return Problem(
            StatusCodes.Status429TooManyRequests, ProblemTypes.TooManyRequests, "Too many events wait for RabbitMQ.",
            "Nothing was queued. Send the request again after the time in Retry-After, and then more slowly.");
    }

    public static ProblemHttpResult NotConfirmed(HttpContext context, HandOverResult result, IReadOnlyList<string> ids)
    {
        RetryLater(context);
        var (status, type, title) = result.Outcome switch
        {
            Outcome.Refused => (StatusCodes.Status429TooManyRequests, ProblemTypes.TooManyRequests, "RabbitMQ refuses more events for now."),
            Outcome.Away => (StatusCodes.Status503ServiceUnavailable, ProblemTypes.BrokerUnavailable, "RabbitMQ is away."),
            _ => (StatusCodes.Status503ServiceUnavailable, ProblemTypes.BrokerUnavailable, "RabbitMQ did not confirm the events in time."),
        };
        // A 503 promises nothing, whatever we know: the producer's way out is the same.
        var maybeQueued = result.MaybeQueued || status == StatusCodes.Status503ServiceUnavailable;
        return Problem(
            status, type, title,
            "Send the same events again after the time in Retry-After, with these ids or the same Idempotency-Key: what was queued already is recognised.",
            ("maybe_queued", maybeQueued), ("ids", ids));
    }

    private static void RetryLater(HttpContext context) => context.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";

    private static ProblemHttpResult Problem(
        int status, string type, string title, string detail, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var extensions = new Dictionary<string, object?>(more.Length);
        foreach (var (name, value) in more)
        {
            extensions[name] = value;
        }

        return TypedResults.Problem(detail, statusCode: status, title: title, type: type, extensions: extensions);
    }
}
