using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Hosting;

namespace Platform.Edge.Connections;

/// <summary>
/// Caps what the server and the kernel hold for a client that does not read, and for how long, and what the server holds of one that
/// sends faster than it is served; accepted sockets inherit the kernel's from the listening one.
/// </summary>
internal sealed class SocketBuffers(
    IOptions<OutboxOptions> outbox, IOptions<HeartbeatOptions> heartbeat) : IConfigureOptions<SocketTransportOptions>
{
    // Little, since the kernel's own buffer, behind it, keeps a client that reads busy.
    private const int UnsentBytes = 4 * 1024;

    // As much as a few large calls; left to itself the server reads a megabyte ahead for each client that floods it.
    private const int UnreadBytes = 64 * 1024;

    public void Configure(SocketTransportOptions options)
    {
        options.MaxWriteBufferSize = UnsentBytes;
        options.MaxReadBufferSize = UnreadBytes;
        // What runs on them never blocks, so a frame need not change threads once more before it is sent.
        options.UnsafePreferInlineScheduling = true;
        options.CreateBoundListenSocket = Listen;
    }

    private Socket Listen(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendBuffer, outbox.Value.SocketSendBufferBytes);
        socket.EndWhenSilentFor(TimeSpan.FromSeconds(heartbeat.Value.TimeoutSeconds));
        return socket;
    }
}
