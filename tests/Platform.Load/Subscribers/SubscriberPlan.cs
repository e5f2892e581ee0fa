using System.Net.WebSockets;
using Platform.Contracts.Names;
using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Rig;

namespace Platform.Load.Subscribers;

/// <summary>What all clients of a run have in common.</summary>
internal sealed record SubscriberPlan(Uri Gateway, AccessTokens Tokens, LoadChannels Channels, uint Run, RunClock Clock, DeliveryTimes Times)
{
    /// <summary>What has arrived so far.</summary>
    public Traffic Traffic { get; } = new(Clock);

    /// <summary>From the moment a client lost its connection to the moment it received its channel again.</summary>
    public Durations Outages { get; } = new();

    public bool UsesAutomaticChannel => Channels.Kind == ChannelKind.User;

    public Uri Address(string token, bool withAutomaticChannel) => Address(Gateway, token, withAutomaticChannel);

    /// <summary>The hub's address; <see cref="ClientWebSocket"/> speaks ws and wss.</summary>
    public static Uri Address(Uri gateway, string token, bool withAutomaticChannel) => new UriBuilder(gateway)
    {
        Scheme = gateway.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Path = Routes.Hub,
        Query = $"access_token={Uri.EscapeDataString(token)}{(withAutomaticChannel ? "" : "&user=0")}",
    }.Uri;
}
