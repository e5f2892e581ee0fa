namespace Platform.Contracts.Hub;

/// <summary>
/// What a server may call on a client, for control messages through SignalR's own backplane. Methods are named as on the wire
/// (<see cref="HubMethods"/>). Events do not come this way; they have a road of their own.
/// </summary>
#pragma warning disable IDE1006 // SignalR sends a method's name as it is written here.
public interface IEventsClient
{
    /// <summary>Who came to a channel, and who left it.</summary>
    Task presence(PresenceMessage message);

    /// <summary>The node is alive; its time.</summary>
    Task heartbeat(ServerTime time);

    /// <summary>The node is about to leave.</summary>
    Task draining(DrainingMessage message);
}
#pragma warning restore IDE1006
