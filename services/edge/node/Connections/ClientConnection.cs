using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Platform.Contracts.Hub;
using Platform.Edge.Admission;
using Platform.Edge.Reports;
using Platform.Edge.Streams;
using Platform.Edge.Streams.Formats;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Connections;

/// <summary>One connection as the node sees it: its outbox and its subscriptions.</summary>
internal sealed class ClientConnection : IDuplexPipe
{
    private readonly ConnectionContext _context;
    private readonly IDuplexPipe _transport;
    private readonly SignalROutput _output;
    private readonly CancellationTokenSource _closed = new();
    private int _isEnding;

    public ClientConnection(ConnectionContext context, AccessToken token, WaitingRoom room, SlowSends slowSends, TimeProvider clock)
    {
        _context = context;
        Token = token;
        Calls = new CallBudget(clock);
        _transport = context.Transport;
        Outbox = new Outbox(_transport.Output, room, clock, Abort, time => slowSends.Sent(Id, time));
        _output = new SignalROutput(Outbox);
        HeartbeatAt = clock.GetTimestamp();
    }

    public string Id => _context.ConnectionId;

    public Outbox Outbox { get; }

    public SubscriptionSet Subscriptions { get; } = new();

    /// <summary>What its client may do, and until when: the token that it came with, or a newer one.</summary>
    public AccessToken Token { get; set; }

    /// <summary>The subject of its token.</summary>
    public string? Subject => Token.Subject;

    /// <summary>The role of its token, for statistics.</summary>
    public string Role => Token.Role;

    public CallBudget Calls { get; }

    /// <summary>The events that it was sent, for what its client may report of them.</summary>
    public ClaimableEvents Claimable { get; } = new();

    /// <summary>How its messages look on the wire; known once the handshake is over, before any event.</summary>
    public MessageFormat Format { get; set; } = MessageFormat.Json;

    /// <summary>Whether SignalR knows it: its client was told "connected".</summary>
    public bool IsOpen { get; set; }

    /// <summary>The longest send since the look before, one that is still pending included.</summary>
    public TimeSpan SendTime { get; set; }

    /// <summary>When it got its newest heartbeat; a timestamp of the clock.</summary>
    public long HeartbeatAt { get; set; }

    /// <summary>When its client last reported its latency; a timestamp of the clock.</summary>
    public long? ReportedAt { get; set; }

    /// <summary>When it must have left, once the node drains; a timestamp of the clock.</summary>
    public long? LeavesAt { get; set; }

    /// <summary>The automatic channel, prepared; <c>null</c> once it was taken.</summary>
    public (SubscribeAnswer Answer, Subscription? Subscription)? Automatic { get; set; }

    public CancellationToken Closed => _closed.Token;

    /// <summary>Why the node ended it; <c>null</c> when it did not.</summary>
    public string? CloseReason { get; private set; }

    PipeReader IDuplexPipe.Input => _transport.Input;

    PipeWriter IDuplexPipe.Output => _output;

    /// <summary>Ends it at once. SignalR's own abort would wait for a pending write, which is what a stalled client never takes.</summary>
    public void Abort(string reason)
    {
        CloseReason ??= reason;
        _context.GetHttpContext()?.Abort();
    }

    /// <summary>Ends it in order, with a last word that says why: after it nothing comes, also of what waits.</summary>
    public void End(string reason, bool mayReconnect)
    {
        if (!IsOpen)
        {
            Abort(reason);
        }
        else if (Interlocked.Exchange(ref _isEnding, 1) == 0)
        {
            CloseReason ??= reason;
            Subscriptions.Close();
            Outbox.Finish(Format.Close(reason, mayReconnect));
            Leave();
        }
    }

    /// <summary>Ends it in order: its client is told that it may connect again.</summary>
    public void Leave() => _context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    public void Close() => _closed.Cancel();
}
