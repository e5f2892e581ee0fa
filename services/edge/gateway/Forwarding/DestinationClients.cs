using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Forwarding;

/// <summary>The connections to the services: YARP's (no proxy, no cookies, no redirects, as many as needed), with our bounds.</summary>
internal sealed class DestinationClients(
    IOptions<GatewayOptions> options, SocketBuffers buffers, TimeProvider clock, ILogger<ForwarderHttpClientFactory> logger) : ForwarderHttpClientFactory(logger)
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        // A machine that is gone does not even refuse.
        handler.ConnectTimeout = TimeSpan.FromMilliseconds(options.Value.ConnectTimeoutMilliseconds);
        handler.ConnectCallback = buffers.ConnectAsync;
        // The caller's traceparent passes as it came, also where the gateway records no span: a span beside the others, never between them.
        handler.ActivityHeadersPropagator = null;
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new AnswerTimeout(TimeSpan.FromMilliseconds(options.Value.AnswerTimeoutMilliseconds), clock) { InnerHandler = handler };
}
