using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Platform.Contracts.Channels;
using Platform.Contracts.Hub;
using Platform.Edge.Connections;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Streams;

/// <summary>
/// The channel <c>user:{sub}</c>, which a connection gets by itself. Its start is fixed before SignalR's handshake is answered:
/// what is published after a client was told "connected" is on its stream.
/// </summary>
internal sealed class AutomaticChannel(SubscriptionOpener opener)
{
    private const string TurnedOff = "0";

    /// <summary>Prepares it; <c>null</c> where the client turned it off or the token has no subject that makes a channel.</summary>
    public async Task<(SubscribeAnswer Answer, Subscription? Subscription)?> OpenAsync(ConnectionContext context, ClientConnection connection)
    {
        var http = context.GetHttpContext();
        if (http?.User.Subject() is not { } subject
            || !ChannelName.IsValid(ChannelName.User(subject))
            || http.Request.Query["user"].ToString() == TurnedOff)
        {
            return null;
        }

        return await opener.OpenAsync(connection, http.User, new SubscribeRequest(ChannelName.User(subject)), opened: []);
    }
}
