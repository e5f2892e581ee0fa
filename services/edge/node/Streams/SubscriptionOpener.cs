using System.Security.Claims;
using Microsoft.Extensions.Options;
using Platform.Contracts.Channels;
using Platform.Contracts.Hub;
using Platform.Edge.Channels;
using Platform.Edge.Connections;
using Platform.Edge.Presence;
using Platform.ServiceDefaults.Security;
using StackExchange.Redis;

namespace Platform.Edge.Streams;

/// <summary>Answers wishes to subscribe: checks the right, finds where the stream starts, and prepares it. It starts after the answer.</summary>
internal sealed class SubscriptionOpener(
    LiveChannels channels, ResumePoint resume, CatchUp catchUp, PresenceRooms presence, IOptionsMonitor<SubscriptionOptions> options)
{
    public async Task<(SubscribeAnswer Answer, Subscription? Subscription)> OpenAsync(
        ClientConnection connection, ClaimsPrincipal user, SubscribeRequest request, IReadOnlyCollection<Subscription> opened)
    {
        if (Refuse(connection, user, request.Channel, opened) is { } error)
        {
            return (new SubscribeAnswer(request.Channel, null, null, false, error), null);
        }

        try
        {
            return await OpenAllowedAsync(connection, request);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return (new SubscribeAnswer(request.Channel, null, null, false, SubscribeErrors.Unavailable), null);
        }
    }

    private string? Refuse(ClientConnection connection, ClaimsPrincipal user, string channel, IReadOnlyCollection<Subscription> opened) =>
        !ChannelName.IsValid(channel) ? SubscribeErrors.InvalidChannel
        : !user.MayRead(channel) ? SubscribeErrors.Forbidden
        : IsOneTooMany(connection, channel, opened) ? SubscribeErrors.TooMany
        : null;

    // What the same call opened before counts too, though it starts only after the answer.
    private bool IsOneTooMany(ClientConnection connection, string channel, IReadOnlyCollection<Subscription> opened)
    {
        var max = options.CurrentValue.MaxPerConnection;
        if (connection.Subscriptions.Count + opened.Count < max)
        {
            return false;
        }

        // Near the limit, a channel that is subscribed to again must not count twice.
        var names = opened.Select(subscription => subscription.Channel.Name).Where(name => !connection.Subscriptions.Contains(name)).ToHashSet();
        return !connection.Subscriptions.Contains(channel)
            && !names.Contains(channel)
            && connection.Subscriptions.Count + names.Count >= max;
    }

    private async Task<(SubscribeAnswer Answer, Subscription? Subscription)> OpenAllowedAsync(ClientConnection connection, SubscribeRequest request)
    {
        var channel = await channels.AcquireAsync(request.Channel);
        try
        {
            var start = await resume.FindAsync(channel, request);
            // What the subscription before had on its way must not come after the answer.
            if (connection.Subscriptions.TryEnd(request.Channel))
            {
                await connection.Outbox.WhenDrainedAsync();
            }

            var subscription = new Subscription(
                connection, channel, start.Epoch, lane => start.After[(int)lane], catchUp, presence, request.Presence, channels.Release);
            var offsets = Offsets.From(lane => start.After[(int)lane]);
            return (new SubscribeAnswer(request.Channel, start.Epoch, offsets, start.IsRecovered, null), subscription);
        }
        catch
        {
            channels.Release(request.Channel);
            throw;
        }
    }
}
