using System.Diagnostics;

namespace Platform.Client;

/// <summary>Tells the app. A handler that throws keeps neither the others from hearing nor the client from going on.</summary>
internal static class Handlers
{
    public static void Tell<T>(this Action<T>? handlers, T detail)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            try
            {
                handler(detail);
            }
            catch (Exception e)
            {
                Trace.TraceError($"A handler of the app's failed: {e}");
            }
        }
    }
}
