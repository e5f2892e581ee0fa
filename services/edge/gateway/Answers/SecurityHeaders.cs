namespace Platform.Gateway.Answers;

/// <summary>
/// What a browser is told about every answer, a service's as well as the gateway's own. A page brings its own content security
/// policy; anything else is data, of which nothing may run and which nothing may frame.
/// </summary>
internal static class SecurityHeaders
{
    private const string DataOnly = "default-src 'none'; frame-ancestors 'none'";

    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.OnStarting(Add, context.Response);
            return next(context);
        });
        return app;
    }

    private static Task Add(object state)
    {
        var response = (HttpResponse)state;
        if (response.StatusCode != StatusCodes.Status101SwitchingProtocols)
        {
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.TryAdd("Content-Security-Policy", DataOnly);
            response.Headers.TryAdd("Referrer-Policy", "no-referrer");
            response.Headers.TryAdd("X-Frame-Options", "DENY");
        }

        return Task.CompletedTask;
    }
}
