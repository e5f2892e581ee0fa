using System.Net;
using System.Net.Sockets;

namespace Platform.Load.Faults;

/// <summary>
/// A TCP proxy on 127.0.0.1 that does to connections what networks do to them: cut, stall, delay. Connections are cut with a RST
/// and never closed in order, since an orderly close is what a client handles anyway.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ProxiedConnection, Task> _connections = [];
    private readonly LinkCondition _link = new();
    private readonly string _targetHost;
    private readonly int _targetPort;
    private Socket _door;
    private bool _isCut;
    private bool _isDisposed;

    /// <summary>Starts to listen on a free port in front of a target.</summary>
    public FaultProxy(string targetHost, int targetPort)
    {
        (_targetHost, _targetPort) = (targetHost, targetPort);
        _door = Bind(0);
        Port = ((IPEndPoint)_door.LocalEndPoint!).Port;
        Open();
    }

    /// <summary>The port on 127.0.0.1; it stays the same whatever happens.</summary>
    public int Port { get; }

    /// <summary>How many connections pass through now.</summary>
    public int Connections
    {
        get
        {
            lock (_lock)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>The same address, by way of this proxy.</summary>
    public Uri Via(Uri target) => new UriBuilder(target) { Host = IPAddress.Loopback.ToString(), Port = Port }.Uri;

    /// <summary>Resets all present connections and refuses new ones until <see cref="Restore"/>.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            if (!_isCut && !_isDisposed)
            {
                _isCut = true;
                _door.Dispose();
                // Bound but deaf: the kernel refuses who comes, and nobody else can take the port.
                _door = Bind(Port);
            }
        }

        CutOnce();
    }

    /// <summary>Resets all present connections; new ones are welcome.</summary>
    public void CutOnce()
    {
        foreach (var connection in Snapshot().Keys)
        {
            connection.Reset();
        }
    }

    /// <summary>Bytes stop in both directions, on new connections too; nobody is told.</summary>
    public void Stall() => _link.Stall();

    /// <summary>Each byte is on its way for so long, in each direction; the order is kept.</summary>
    public void Delay(TimeSpan oneWay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oneWay, TimeSpan.Zero);
        _link.Delay = oneWay;
    }

    /// <summary>From now on bytes are on their way as over this link.</summary>
    internal void Become(MobileLink link) => _link.Mobile = link;

    /// <summary>Ends whatever fault there is. Delayed bytes still arrive at their time; what was cut stays cut.</summary>
    public void Restore()
    {
        _link.Delay = TimeSpan.Zero;
        _link.Mobile = null;
        _link.Flow();
        lock (_lock)
        {
            if (_isCut && !_isDisposed)
            {
                _isCut = false;
                Open();
            }
        }
    }

    /// <summary>Resets all connections and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _door.Dispose();
        }

        CutOnce();
        await Task.WhenAll(Snapshot().Values);
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // A port with connections in TIME_WAIT is still ours.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Open()
    {
        _door.Listen();
        _ = AcceptAsync(_door);
    }

    private async Task AcceptAsync(Socket door)
    {
        try
        {
            while (true)
            {
                Serve(door, await door.AcceptAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The door was closed by Cut or Dispose.
        }
    }

    private void Serve(Socket door, Socket client)
    {
        var connection = new ProxiedConnection(client, _link);
        lock (_lock)
        {
            // Accepted in the moment of a cut: it belongs to the connections that were cut.
            if (_isDisposed || door != _door)
            {
                connection.Reset();
                return;
            }

            _connections.Add(connection, CarryAsync(connection));
        }
    }

    private async Task CarryAsync(ProxiedConnection connection)
    {
        // Leaves the lock first, so that the connection is listed before it can end.
        await Task.Yield();
        await connection.RunAsync(_targetHost, _targetPort);
        lock (_lock)
        {
            _connections.Remove(connection);
        }
    }

    private Dictionary<ProxiedConnection, Task> Snapshot()
    {
        lock (_lock)
        {
            return new Dictionary<ProxiedConnection, Task>(_connections);
        }
    }
}
