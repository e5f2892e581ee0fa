using System.Net.Sockets;

namespace Platform.Load.Faults;

/// <summary>One client's connection and the one behind it.</summary>
internal sealed class ProxiedConnection(Socket client, LinkCondition link)
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Socket _target = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Carries bytes both ways until both ends have finished, or one of them, or a reset, breaks it off.</summary>
    public async Task RunAsync(string host, int port)
    {
        try
        {
            client.NoDelay = true;
            await _target.ConnectAsync(host, port, _ended.Token);
            await Task.WhenAll(CarryAsync(client, _target), CarryAsync(_target, client, isDownlink: true));
            client.Dispose();
            _target.Dispose();
        }
        catch (Exception e) when (IsBroken(e))
        {
            Reset();
        }
    }

    /// <summary>Both ends get a RST, as from a network that forgot the connection: no FIN, nothing that was queued.</summary>
    public void Reset()
    {
        _ended.Cancel();
        Reset(client);
        Reset(_target);
    }

    private async Task CarryAsync(Socket from, Socket to, bool isDownlink = false)
    {
        try
        {
            await new Pump(from, to, link, isDownlink).RunAsync(_ended.Token);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // The other direction hangs in its own read: it must not outlive this one.
            Reset();
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // Ended already.
        }

        socket.Dispose();
    }

    private static bool IsBroken(Exception e) => e is SocketException or ObjectDisposedException or OperationCanceledException;
}
