using System.Buffers.Binary;
using System.Net.Sockets;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>Ends connections whose other machine has vanished, or takes nothing: TCP alone gives up after a quarter of an hour.</summary>
public static class SilentPeers
{
    private const int TcpLevel = 6;

    // TCP_USER_TIMEOUT of Linux, in milliseconds.
    private const int UserTimeout = 18;

    /// <summary>
    /// Has the kernel end a connection when what was sent stays unacknowledged, or its receiver has no room for it, for so long. Accepted sockets
    /// inherit it from the listening one. On Linux only; elsewhere the system's own patience holds.
    /// </summary>
    public static void EndWhenSilentFor(this Socket socket, TimeSpan patience)
    {
        if (OperatingSystem.IsLinux() && socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
        {
            Span<byte> milliseconds = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(milliseconds, (int)patience.TotalMilliseconds);
            socket.SetRawSocketOption(TcpLevel, UserTimeout, milliseconds);
        }
    }
}
