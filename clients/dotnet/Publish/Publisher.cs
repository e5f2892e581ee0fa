using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Platform.Client.Access;
using Platform.Client.Connection;
using Platform.Contracts.Names;

namespace Platform.Client.Publish;

/// <summary>Sends events through ingest, again and again where that may help; their ids make a retry no double.</summary>
internal sealed class Publisher(HttpClient http, PlatformClientOptions options, Tokens tokens)
{
    // One try; RabbitMQ confirms within milliseconds, and ingest gives up by itself.
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(10);

    public async Task PublishAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        var deadline = options.Time.GetUtcNow() + options.PublishPatience;
        for (var failures = 0; ; failures++)
        {
            var delay = Backoff.Delay(failures, Random.Shared.NextDouble());
            try
            {
                using var answer = await SendAsync(events, cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                var isPassing = answer.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
                delay = answer.Headers.RetryAfter?.Delta is { } asked && asked > delay ? asked : delay;
                if (!isPassing || options.Time.GetUtcNow() + delay > deadline)
                {
                    throw new HttpRequestException(await answer.Content.ReadAsStringAsync(cancellationToken), null, answer.StatusCode);
                }
            }
            catch (HttpRequestException e) when (e.StatusCode is null && options.Time.GetUtcNow() + delay <= deadline)
            {
                // No answer: it may have been taken; the same ids go out again.
            }

            await Task.Delay(delay, options.Time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.Events) { Content = JsonContent.Create(events) };
        if (options.ApiKey is { } key)
        {
            request.Headers.Add("X-API-Key", key);
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.CurrentAsync(cancellationToken));
        }

        using var limit = new CancellationTokenSource(TryTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await http.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"No answer within {TryTimeout.TotalSeconds} s.", e);
        }
    }
}
