using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.Contracts.Channels;
using Platform.Contracts.Hub;
using Platform.Edge.Connections;
using Platform.Edge.Streams;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Hub;

/// <summary>
/// What clients may call. SignalR disposes of a hub once the call's answer is written, and that is when the streams that it opened
/// begin: the answer always comes before the channel's first event.
/// </summary>
internal sealed class EventsHub(SubscriptionOpener opener, IOptionsMonitor<SubscriptionOptions> options, TimeProvider clock) : Hub<IEventsClient>
{
    private readonly List<Subscription> _opened = [];

    private ClientConnection Connection => Context.Features.Get<ClientConnection>()!;

    public override async Task OnConnectedAsync()
    {
        Connection.Role = Context.User?.FindFirst(Contracts.Names.Claims.Role)?.Value ?? "none";
        if (Context.User?.Subject() is { } subject && ChannelName.IsValid(ChannelName.User(subject)) && !IsTurnedOff("user"))
        {
            var (answer, subscription) = await opener.OpenAsync(Connection, Context.User, new SubscribeRequest(ChannelName.User(subject)));
            if (subscription is null)
            {
                throw new HubException($"The channel '{answer.Channel}' is {answer.Error}; connect again later.");
            }

            Connection.Outbox.TryWrite(ControlMessage.Position(subscription.Position), isCritical: true);
            _opened.Add(subscription);
        }
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
            var (answer, subscription) = await opener.OpenAsync(Connection, Context.User!, request);
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

    private bool IsTurnedOff(string option) => Context.GetHttpContext()?.Request.Query[option].ToString() == "0";
}
