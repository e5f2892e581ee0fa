using System.Net.WebSockets;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Load.Events;
using Platform.Load.Measurements;

namespace Platform.Load.Subscribers;

/// <summary>What all clients of a run have in common.</summary>
/// <param name="Gateway">Where they connect.</param>
/// <param name="Channels">What they listen to.</param>
/// <param name="Run">The run whose events are theirs.</param>
/// <param name="Clock">The run's clock.</param>
/// <param name="Times">Where the times of a lane's deliveries are entered.</param>
internal sealed record SubscriberPlan(Uri Gateway, LoadChannels Channels, uint Run, RunClock Clock, Func<Lane, DeliveryTimes> Times)
{
    /// <summary>What has arrived so far.</summary>
    public Traffic Traffic { get; } = new(Clock);

    /// <summary>What clients were told besides events.</summary>
    public Notices Notices { get; } = new();

    /// <summary>What became of clients that lost their connection.</summary>
    public Outages Outages { get; init; } = new();

    /// <summary>How long clients that came back took to have what they missed, where somebody wants to know it.</summary>
    public Durations? Replays { get; init; }

    /// <summary>Whether the run cuts these clients' connections.</summary>
    public bool IsCut { get; init; }

    /// <summary>The platform's hub, for whoever has the token.</summary>
    public static Uri Address(Uri gateway, string token, bool withAutomaticChannel) =>
        Address(gateway, $"access_token={Uri.EscapeDataString(token)}{(withAutomaticChannel ? "" : "&user=0")}");

    /// <summary>The hub's address; <see cref="ClientWebSocket"/> speaks ws and wss.</summary>
    public static Uri Address(Uri origin, string query = "") => new UriBuilder(origin)
    {
        Scheme = origin.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Path = Routes.Hub,
        Query = query,
    }.Uri;
}
