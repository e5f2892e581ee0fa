using System.Net;
using System.Net.Http.Headers;
using Platform.Contracts.Names;
using Platform.Load.Rig;

namespace Platform.Load.Producers;

/// <summary><c>POST /api/v1/events</c>: the answer to one request is awaited before the next, which is what keeps the order.</summary>
internal sealed class HttpDoor(HttpClient gateway, string apiKey) : IEventDoor
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // A request that left is always waited for, also when the run is stopped: an answer is worth more than a second.
    public async ValueTask SendAsync(Bundle bundle, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.Events);
        request.Headers.TryAddWithoutValidation("X-API-Key", apiKey);
        request.Content = new ReadOnlyMemoryContent(bundle.Body) { Headers = { ContentType = Json } };
        try
        {
            using var answer = await gateway.SendAsync(request, CancellationToken.None);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                bundle.Settle(Outcome.Accepted);
                return;
            }

            var why = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}";
            bundle.Settle(OutcomeOf(answer.StatusCode, why), why);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            bundle.Settle(Outcome.Unknown, e.Message);
        }
    }

    public Task SettleAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A 503 may have queued some of it. Any other refusal is the caller's mistake, and would be the same for each request.
    private static Outcome OutcomeOf(HttpStatusCode status, string why) => status switch
    {
        HttpStatusCode.TooManyRequests => Outcome.Refused,
        >= HttpStatusCode.InternalServerError => Outcome.Unknown,
        _ => throw new CannotRunException($"The gateway does not take the events: {why}"),
    };
}
