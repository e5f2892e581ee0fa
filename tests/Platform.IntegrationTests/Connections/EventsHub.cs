// SignalR's backplane names its messages after the hub's full name: this is how any service addresses the edge nodes' clients.
namespace Platform.Edge.Hub;

internal sealed class EventsHub : Microsoft.AspNetCore.SignalR.Hub;
