using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Platform.Contracts.Names;

namespace Platform.Load.Producers;

/// <summary>
/// <c>POST /api/v1/events</c>: the answer to one request is awaited before the next, which is what keeps the order. A request that
/// was not accepted is sent again as it was, as the protocol asks of a producer; the time that this takes is in its events' latency.
/// </summary>
internal sealed class HttpDoor(HttpClient gateway, string apiKey, Refusals refusals) : IEventDoor
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // Longer than a broker takes to start again; what is not accepted by then is in the ledger as that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A request that left is always waited for, also when the run is stopped: an answer is worth more than a second.
    public async ValueTask SendAsync(Bundle bundle, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var mayBeQueued = false;
        while (true)
        {
            var answer = await TryAsync(bundle);
            if (answer.IsAccepted)
            {
                bundle.Settle(Outcome.Accepted);
                return;
            }

            refusals.Count(answer.Name);
            mayBeQueued |= answer.MayBeQueued;
            if (cancellationToken.IsCancellationRequested || Stopwatch.GetElapsedTime(startedAt) + answer.RetryAfter > Patience)
            {
                bundle.Settle(mayBeQueued ? Outcome.Unknown : Outcome.Refused, answer.Why);
                return;
            }

            await Task.Delay(answer.RetryAfter, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task SettleAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<HttpDoorAnswer> TryAsync(Bundle bundle)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.Events);
        request.Headers.TryAddWithoutValidation("X-API-Key", apiKey);
        request.Content = new ReadOnlyMemoryContent(bundle.Body) { Headers = { ContentType = Json } };
        try
        {
            using var response = await gateway.SendAsync(request, CancellationToken.None);
            return response.StatusCode == HttpStatusCode.Accepted
                ? HttpDoorAnswer.Accepted
                : HttpDoorAnswer.Of(response, await response.Content.ReadAsStringAsync(CancellationToken.None));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return HttpDoorAnswer.None(e.Message);
        }
    }
}
