using System.Net;
using System.Net.Sockets;

namespace Platform.IntegrationTests.Stack;

internal static class FreePort
{
    /// <summary>A port of this machine that nobody listens on.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
