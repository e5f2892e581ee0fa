using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Platform.Edge.Streams;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Connections;

/// <summary>The node's open connections. Each gets its outbox here, before SignalR sees it.</summary>
internal sealed partial class OpenConnections(
    AutomaticChannel automatic, SlowSends slowSends, WaitingRoom room, TimeProvider clock, ILogger<OpenConnections> logger)
{
    private readonly ConcurrentDictionary<string, ClientConnection> _connections = new();
    private int _opened;
    private volatile bool _isShut;

    public ICollection<ClientConnection> All => _connections.Values;

    /// <summary>How many were opened since the call before.</summary>
    public int TakeOpened() => Interlocked.Exchange(ref _opened, 0);

    /// <summary>
    /// Ends whatever comes from now on. SignalR closes what it has when the host begins to stop; one that came after that would hold the
    /// node for as long as a host may take to stop, and hear nothing once the rest of it has stopped.
    /// </summary>
    public void Shut() => _isShut = true;

    public async Task RunAsync(ConnectionContext context, ConnectionDelegate next)
    {
        if (_isShut)
        {
            return;
        }

        var connection = new ClientConnection(context, new AccessToken(context.GetHttpContext()!.User), room, slowSends, clock);
        context.Transport = connection;
        context.Features.Set(connection);
        _connections[connection.Id] = connection;
        Interlocked.Increment(ref _opened);
        try
        {
            connection.Automatic = await automatic.OpenAsync(context, connection);
            await next(context);
        }
        finally
        {
            _connections.TryRemove(connection.Id, out _);
            connection.Close();
            connection.Subscriptions.Close();
            if (connection.Automatic is { Subscription: { } neverStarted })
            {
                neverStarted.End();
            }

            if (connection.CloseReason is { } reason)
            {
                LogClosed(connection.Id, reason);
            }
        }
    }

    [LoggerMessage(200, LogLevel.Information, "Closed connection {Connection}: {Reason}.")]
    private partial void LogClosed(string connection, string reason);
}
