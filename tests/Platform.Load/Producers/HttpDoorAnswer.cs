using System.Net;
using System.Text.Json;
using Platform.Load.Rig;

namespace Platform.Load.Producers;

/// <summary>What the door for events answered, as a producer reads it.</summary>
/// <param name="Name">The status code, or what came instead of one.</param>
/// <param name="MayBeQueued">Whether some of the events may have been taken all the same.</param>
/// <param name="RetryAfter">When to send the request again.</param>
/// <param name="Why">In words.</param>
internal sealed record HttpDoorAnswer(string Name, bool MayBeQueued, TimeSpan RetryAfter, string Why)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public static HttpDoorAnswer Accepted { get; } = new("202", MayBeQueued: true, TimeSpan.Zero, "");

    public bool IsAccepted => this == Accepted;

    public static HttpDoorAnswer None(string why) => new("no answer", MayBeQueued: true, Soon, why);

    /// <exception cref="CannotRunException">It is the caller's mistake, and would be the same for each request.</exception>
    public static HttpDoorAnswer Of(HttpResponseMessage response, string body)
    {
        var status = response.StatusCode;
        var why = $"{(int)status} {body}";
        return status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            ? new($"{(int)status}", SaysMaybeQueued(status, body), response.Headers.RetryAfter?.Delta ?? Soon, why)
            : throw new CannotRunException($"The gateway does not take the events: {why}");
    }

    // A 429 is for certain unless it says otherwise, anything above never is.
    private static bool SaysMaybeQueued(HttpStatusCode status, string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return problem.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("maybe_queued", out var said)
                ? said.ValueKind != JsonValueKind.False
                : status != HttpStatusCode.TooManyRequests;
        }
        catch (JsonException)
        {
            return status != HttpStatusCode.TooManyRequests;
        }
    }
}
