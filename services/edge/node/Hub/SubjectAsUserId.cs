using Microsoft.AspNetCore.SignalR;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Hub;

/// <summary>The token's subject is SignalR's user, so that any service may address <c>Clients.User(sub)</c>.</summary>
internal sealed class SubjectAsUserId : IUserIdProvider
{
    public string? GetUserId(HubConnectionContext connection) => connection.User.Subject();
}
