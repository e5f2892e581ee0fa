using System.Net;
using System.Net.Sockets;

namespace Platform.IntegrationTests.Stack;

internal static class FreePort
{
    // Below those that the system gives to outgoing connections, one of which could have it before a service that starts a second later.
    private const int First = 12_000;
    private const int Count = 8_000;

    private static int _last = Random.Shared.Next(Count);

    /// <summary>A port of this machine that nobody listens on, and that was not given before.</summary>
    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + ((Interlocked.Increment(ref _last) & int.MaxValue) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }

        throw new InvalidOperationException($"No port is free from {First} to {First + Count - 1}.");
    }
}
