using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Hosting;

namespace Platform.Edge.Connections;

/// <summary>Caps what the kernel holds for a client that does not read, and for how long; accepted sockets inherit it from the listening one.</summary>
internal sealed class SocketBuffers(
    IOptions<OutboxOptions> outbox, IOptions<HeartbeatOptions> heartbeat) : IConfigureOptions<SocketTransportOptions>
{
    public void Configure(SocketTransportOptions options) => options.CreateBoundListenSocket = endpoint =>
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendBuffer, outbox.Value.SocketSendBufferBytes);
        socket.EndWhenSilentFor(TimeSpan.FromSeconds(heartbeat.Value.TimeoutSeconds));
        return socket;
    };
}
