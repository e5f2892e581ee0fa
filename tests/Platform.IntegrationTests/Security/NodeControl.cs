// SignalR's backplane names its messages after the hub's full name: this is how the edge nodes speak to each other.
namespace Platform.Edge.Revocations;

internal sealed class NodeControl : Microsoft.AspNetCore.SignalR.Hub;
