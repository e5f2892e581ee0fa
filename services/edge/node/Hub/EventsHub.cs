using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.Contracts.Hub;
using Platform.Edge.Connections;
using Platform.Edge.Reports;
using Platform.Edge.Streams;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Hub;

/// <summary>
/// What clients may call. SignalR disposes of a hub once the call's answer is written, and that is when the streams that it opened
/// begin: the answer always comes before the channel's first event.
/// </summary>
internal sealed class EventsHub(
    SubscriptionOpener opener, TokenCheck tokens, LatencyReports reports, IOptionsMonitor<SubscriptionOptions> options, TimeProvider clock)
    : Hub<IEventsClient>
{
    private readonly List<Subscription> _opened = [];

    private ClientConnection Connection => Context.Features.Get<ClientConnection>()!;

    public override async Task OnConnectedAsync()
    {
        if (Connection.Automatic is { } automatic)
        {
            if (automatic.Subscription is not { } subscription)
            {
                throw new HubException($"The channel '{automatic.Answer.Channel}' is {automatic.Answer.Error}; connect again later.");
            }

            Connection.Automatic = null;
            _opened.Add(subscription);
            while (!Connection.Outbox.TryWrite(Connection.Format.Position(subscription.Position), isCritical: true))
            {
                await Connection.Outbox.WhenDrainedAsync();
            }
        }

        Connection.IsOpen = true;
    }

    public async Task<IReadOnlyList<SubscribeAnswer>> Subscribe(IReadOnlyList<SubscribeRequest> requests)
    {
        if (requests is null || requests.Contains(null!))
        {
            throw new HubException($"{CallErrors.InvalidCall}: a list of channels to subscribe to is expected.");
        }

        if (requests.Count > options.CurrentValue.MaxPerCall)
        {
            throw new HubException($"{CallErrors.InvalidCall}: at most {options.CurrentValue.MaxPerCall} channels in one call.");
        }

        var answers = new List<SubscribeAnswer>(requests.Count);
        foreach (var request in requests)
        {
            var (answer, subscription) = await opener.OpenAsync(Connection, Connection.Token.User, request, _opened);
            answers.Add(answer);
            if (subscription is not null)
            {
                _opened.Add(subscription);
            }
        }

        return answers;
    }

    public async Task Unsubscribe(IReadOnlyList<string> channels)
    {
        if (channels is null || channels.Contains(null!))
        {
            throw new HubException($"{CallErrors.InvalidCall}: a list of channels is expected.");
        }

        foreach (var channel in channels)
        {
            Connection.Subscriptions.TryEnd(channel);
        }

        // After the answer nothing more comes, also of what was on its way.
        await Connection.Outbox.WhenDrainedAsync();
    }

    public async Task<RefreshAnswer> RefreshToken(string token)
    {
        var refreshed = await ReadAsync(token);
        if (refreshed.Subject != Connection.Token.Subject)
        {
            throw new HubException($"{CallErrors.OtherSubject}: the new token is another user's; connect anew with it.");
        }

        Connection.Token = refreshed;
        var ended = Connection.Subscriptions.EndExcept(refreshed.User.MayRead);
        // After the answer nothing more comes from them, also of what was on its way.
        await Connection.Outbox.WhenDrainedAsync();
        return new RefreshAnswer(refreshed.ExpiresAt.ToUnixTimeMilliseconds(), ended);
    }

    public ServerTime Ping(double clientTime) => new(clock.NowMs());

    public ReportAnswer ReportLatency(LatencyReport report) => reports.Take(Connection, report);

    private async Task<AccessToken> ReadAsync(string token)
    {
        try
        {
            return await tokens.ReadAsync(token);
        }
        catch (TokenRefusedException e)
        {
            throw new HubException($"{CallErrors.InvalidToken}: {e.Message}");
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _opened.Count > 0)
        {
            foreach (var subscription in _opened)
            {
                Connection.Subscriptions.Start(subscription);
            }
        }

        base.Dispose(disposing);
    }
}
