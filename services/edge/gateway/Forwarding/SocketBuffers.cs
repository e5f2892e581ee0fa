using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Hosting;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Caps what the kernel holds of one connection, towards clients and from the services. Left to itself it takes megabytes for a client
/// that does not read, and until they are full the node takes that client for one that does, and writes it events that age here.
/// </summary>
internal sealed class SocketBuffers(IOptions<GatewayOptions> options) : IConfigureOptions<SocketTransportOptions>
{
    /// <summary>Towards clients: accepted sockets inherit it from the listening one.</summary>
    public void Configure(SocketTransportOptions sockets) => sockets.CreateBoundListenSocket = endpoint =>
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendBuffer, options.Value.SocketBufferBytes);
        socket.EndWhenSilentFor(TimeSpan.FromSeconds(options.Value.SilenceSeconds));
        return socket;
    };

    /// <summary>From the services.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = options.Value.SocketBufferBytes };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
