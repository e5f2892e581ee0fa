using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.ServiceDefaults.Security;

/// <summary>
/// Browsers can't set a header on a WebSocket, so tokens come as <c>?access_token=</c>, and new ones as an argument of
/// <c>RefreshToken</c>. Guarantee: no level that is configured for these loggers makes them write a request's query or a call's arguments.
/// </summary>
internal static class TokenPrivacy
{
    private static readonly (string Name, LogLevel Least)[] LoggersOfTokens =
    [
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),
        ("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Warning),
        // Its errors are a stack trace for each call that is refused; what fails behind the hub is logged by ourselves.
        ("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Critical),
        // Its warnings are a stack trace for each client that leaves; what went wrong behind the door is logged by ourselves.
        ("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Error),
    ];

    public static void AddTokenPrivacy(this WebApplicationBuilder builder)
    {
        // After the configuration: of two rules for one logger the later one counts.
        builder.Services.PostConfigure<LoggerFilterOptions>(filters =>
        {
            foreach (var (name, least) in LoggersOfTokens)
            {
                filters.Rules.Add(new LoggerFilterRule(providerName: null, name, least, filter: null));
            }
        });
    }
}
