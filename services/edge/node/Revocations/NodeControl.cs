namespace Platform.Edge.Revocations;

/// <summary>
/// The hub whose only connections are the edge nodes themselves, one each (<see cref="NodeLink"/>): what is sent to all of its
/// clients reaches every node over SignalR's backplane. It has no door.
/// </summary>
internal sealed class NodeControl : Microsoft.AspNetCore.SignalR.Hub
{
    public const string Revoke = "revoke";
}
