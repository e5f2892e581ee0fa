using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.Contracts.Hub;
using Platform.Edge.Connections;
using Platform.Edge.Hub;
using StackExchange.Redis;

namespace Platform.Edge.Presence;

/// <summary>
/// Who is on the channels that keep presence. Comings and goings of a moment are told together, a going only after a while, so that a
/// reconnect is none; and all who are there are named again every few seconds, which mends whatever Redis has lost.
/// </summary>
internal sealed class PresenceRooms(
    PresenceStore store, IHubContext<EventsHub, IEventsClient> hub, IOptionsMonitor<PresenceOptions> options, TimeProvider clock) : BackgroundService
{
    private const int MaxSnapshot = 1_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    // With one refresh of another node, which finds it: right again within the heartbeat's timeout of 25 s.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(18);

    private static readonly ParallelOptions SideBySide = new() { MaxDegreeOfParallelism = 32 };

    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);

    /// <summary>A connection came to a channel; one that wants to know who is there is told, and told of changes.</summary>
    public void Join(ClientConnection connection, string channel, bool wantsToKnow)
    {
        if (connection.Subject is not { } subject || !options.CurrentValue.Covers(channel))
        {
            return;
        }

        lock (_rooms)
        {
            if (!_rooms.TryGetValue(channel, out var room))
            {
                _rooms.Add(channel, room = new Room());
            }

            room.Join(new Member(connection.Id, subject, connection.Role));
        }

        if (wantsToKnow)
        {
            _ = Background.Run(connection, () => TellSnapshotAsync(connection, channel));
        }
    }

    public void Leave(ClientConnection connection, string channel)
    {
        var isKnown = false;
        lock (_rooms)
        {
            if (_rooms.TryGetValue(channel, out var room))
            {
                isKnown = true;
                room.Leave(connection.Id, clock.GetTimestamp());
            }
        }

        if (isKnown && !connection.Closed.IsCancellationRequested)
        {
            _ = Background.Run(connection, () => hub.Groups.RemoveFromGroupAsync(connection.Id, Group(channel)));
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Who was here and is not elsewhere is gone now, and not only when nobody has named them for a while.
        lock (_rooms)
        {
            foreach (var room in _rooms.Values)
            {
                room.LeaveAll(clock.GetTimestamp());
            }
        }

        await TellAsync(linger: TimeSpan.Zero);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TellAsync(Linger);
        }
    }

    private async Task TellAsync(TimeSpan linger)
    {
        List<(string Channel, Room Room, Report Report)> due = [];
        lock (_rooms)
        {
            foreach (var (channel, room) in _rooms)
            {
                if (room.Take(clock.GetTimestamp(), Refresh, linger, clock) is { } report)
                {
                    due.Add((channel, room, report));
                }
            }
        }

        try
        {
            // Several at a time: a pass over all rooms must end well before the first of them is taken for gone.
            await Parallel.ForEachAsync(due, SideBySide, async (each, _) => await TellAsync(each.Channel, each.Room, each.Report));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Redis is away, which readiness tells; everything is told again at the next tick.
        }
    }

    private async Task TellAsync(string channel, Room room, Report report)
    {
        var change = await store.TellAsync(channel, report, Lifetime);
        lock (_rooms)
        {
            room.Told(report, clock.GetTimestamp());
            if (room.IsEmpty)
            {
                _rooms.Remove(channel);
            }
        }

        if (change.Joined.Count > 0 || change.Left.Count > 0)
        {
            await hub.Clients.Group(Group(channel)).presence(change);
        }
    }

    // First into the group, then the look: a change in between is told twice rather than never.
    private async Task TellSnapshotAsync(ClientConnection connection, string channel)
    {
        await hub.Groups.AddToGroupAsync(connection.Id, Group(channel), connection.Closed);
        var (count, users) = await store.ReadAsync(channel, MaxSnapshot);
        await hub.Clients.Client(connection.Id).presence(new PresenceMessage(channel, [.. users.Select(each => each.User)], [], count));
    }

    private static string Group(string channel) => $"presence:{channel}";
}
