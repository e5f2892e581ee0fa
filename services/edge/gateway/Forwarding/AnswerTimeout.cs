namespace Platform.Gateway.Forwarding;

/// <summary>
/// Bounds the time until an answer begins. A frozen instance still accepts connections (its kernel does), and a WebSocket's
/// upgrade would wait there for as long as a WebSocket may be idle. Requests with a body may take their time to send it.
/// </summary>
internal sealed class AnswerTimeout(TimeSpan timeout, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        using var bound = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {timeout.TotalSeconds:0.###} s.");
        }
    }
}
