using System.Net.Sockets;

namespace Platform.Load.Subscribers;

/// <summary>The TCP side of one client's connections, one after the other, for whoever prepares, watches or cuts it.</summary>
/// <param name="prepare">What each socket is given before it connects.</param>
internal sealed class Wire(Action<Socket>? prepare = null) : IDisposable
{
    // As Linux has them: level TCP, option TCP_INFO, whose first byte is the state.
    private const int Tcp = 6, TcpInfo = 11;
    private const byte Established = 1;

    private HttpMessageInvoker? _invoker;
    private volatile Socket? _socket;

    /// <summary>What connections are opened with.</summary>
    public HttpMessageInvoker Invoker => _invoker ??= Through(Prepare);

    /// <summary>Whether both ends still hold the connection; it is told without a read.</summary>
    public bool IsOpen
    {
        get
        {
            try
            {
                var state = new byte[1];
                return _socket?.GetRawSocketOption(Tcp, TcpInfo, state) > 0 && state[0] == Established;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>Ends the connection with a RST: no close frame, no FIN, nothing of what was queued.</summary>
    public void Cut()
    {
        try
        {
            if (_socket is { } socket)
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    public void Dispose() => _invoker?.Dispose();

    /// <summary>Connections over TCP without Nagle's delay, without a proxy, without cookies.</summary>
    public static HttpMessageInvoker Through(Action<Socket> prepare) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context, prepare, cancellationToken),
    });

    private void Prepare(Socket socket)
    {
        prepare?.Invoke(socket);
        _socket = socket;
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, Action<Socket> prepare, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            prepare(socket);
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
