using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.Contracts.Hub;
using Platform.Edge.Connections;
using Platform.Edge.Streams;
using Platform.ServiceDefaults.Latency;

namespace Platform.Edge.Hub;

/// <summary>
/// What clients may call. SignalR disposes of a hub once the call's answer is written, and that is when the streams that it opened
/// begin: the answer always comes before the channel's first event.
/// </summary>
internal sealed class EventsHub(SubscriptionOpener opener, IOptionsMonitor<SubscriptionOptions> options, TimeProvider clock) : Hub<IEventsClient>
{
    private readonly List<Subscription> _opened = [];

    private ClientConnection Connection => Context.Features.Get<ClientConnection>()!;

    public override Task OnConnectedAsync()
    {
        Connection.Subject = Context.UserIdentifier;
        Connection.Role = Context.User?.FindFirst(Contracts.Names.Claims.Role)?.Value ?? "none";
        if (Connection.Automatic is { } automatic)
        {
            if (automatic.Subscription is not { } subscription)
            {
                throw new HubException($"The channel '{automatic.Answer.Channel}' is {automatic.Answer.Error}; connect again later.");
            }

            Connection.Automatic = null;
            Connection.Outbox.TryWrite(Connection.Format.Position(subscription.Position), isCritical: true);
            _opened.Add(subscription);
        }

        Connection.IsOpen = true;
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<SubscribeAnswer>> Subscribe(IReadOnlyList<SubscribeRequest> requests)
    {
        if (requests.Count > options.CurrentValue.MaxPerCall)
        {
            throw new HubException($"At most {options.CurrentValue.MaxPerCall} channels in one call.");
        }

        var answers = new List<SubscribeAnswer>(requests.Count);
        foreach (var request in requests)
        {
            var (answer, subscription) = await opener.OpenAsync(Connection, Context.User!, request, _opened);
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
        foreach (var channel in channels)
        {
            Connection.Subscriptions.TryEnd(channel);
        }

        // After the answer nothing more comes, also of what was on its way.
        await Connection.Outbox.WhenDrainedAsync();
    }

    public ServerTime Ping(double clientTime) => new(clock.NowMs());

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
