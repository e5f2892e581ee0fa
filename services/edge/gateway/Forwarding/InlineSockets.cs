using System.Reflection;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Lets the thread that finds bytes on a socket pass them on itself, instead of handing them to another thread, twice a frame
/// (docs/performance/what-changed-what.md has what that saves). It is for a program that never blocks, and saves something only where both halves,
/// the services' side and the clients', do it.
/// </summary>
internal static class InlineSockets
{
    /// <summary>Read by the runtime once, before the first socket; <c>0</c> turns both halves off, to compare.</summary>
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private const string On = "1";

    public static WebApplicationBuilder AddInlineSockets(this WebApplicationBuilder builder)
    {
        // Another program that holds the gateway, a test, has sockets of its own.
        if (Environment.GetEnvironmentVariable(Variable) is null && Assembly.GetEntryAssembly() == typeof(InlineSockets).Assembly)
        {
            Environment.SetEnvironmentVariable(Variable, On);
        }

        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = Environment.GetEnvironmentVariable(Variable) == On);
        return builder;
    }
}
