using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Proof;
using Platform.Load.Rig;

namespace Platform.Load.Subscribers;

/// <summary>
/// A client's channel over all its connections: each begins at the position of the one before, an offset that jumps makes it ask
/// again, and all that belongs to the stream is entered in the client's ledger.
/// </summary>
internal sealed class ChannelStream(
    SubscriberPlan plan, AccessTokens tokens, string subject, Subscription subscription, ClientLedger ledger) : IClientStream
{
    private const long AskAgainAfter = 2_000_000;
    private const long AnswerWithin = 10_000_000;

    // Taken by the receiving side for each event, and by the one that tends.
    private readonly Lock _lock = new();
    private readonly ReplayMeter? _replay = plan.Replays is { } times ? new ReplayMeter(times) : null;
    private HubSocket? _socket;
    private int _invocations;
    private long _askedAt;
    private bool _isReceiving;

    public event Action? Receiving;

    public string? LastError { get; set; }

    // Only a first connection uses the automatic channel: whoever resumes asks with its position.
    private bool IsAutomatic => plan.Channels.Kind == ChannelKind.User && !subscription.HasPosition;

    public async ValueTask<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        var token = await tokens.ForAsync(subject, cancellationToken);
        lock (_lock)
        {
            if (subscription.HasPosition)
            {
                _replay?.Connecting(plan.Clock.Now);
            }

            return SubscriberPlan.Address(plan.Gateway, token, IsAutomatic);
        }
    }

    public void OnUnauthorized() => tokens.Discard(subject);

    public void Begin(HubSocket socket)
    {
        lock (_lock)
        {
            _socket = socket;
            _isReceiving = false;
            _askedAt = plan.Clock.Now;
            subscription.AwaitedInvocation = null;
            if (!IsAutomatic)
            {
                Subscribe();
            }
        }
    }

    // Also where the automatic channel's position does not come by itself.
    public void AskIfSilent(long now)
    {
        lock (_lock)
        {
            if (!_isReceiving && now - _askedAt > (subscription.AwaitedInvocation is null ? AskAgainAfter : AnswerWithin))
            {
                Subscribe();
            }
        }
    }

    void IHubListener.OnEvent(in ReceivedEvent received)
    {
        lock (_lock)
        {
            if (!subscription.IsNamed(received.Channel))
            {
                Enter(received, channel: -1);
            }
            else if (subscription.AwaitedInvocation is null)
            {
                OnNext(received);
            }
        }
    }

    void IHubListener.OnPosition(PositionMessage position)
    {
        lock (_lock)
        {
            if (position.Channel == subscription.Name && subscription.AwaitedInvocation is null)
            {
                if (subscription.Told(position))
                {
                    ledger.ToldEpoch();
                    plan.Notices.Epoch();
                }

                OnReceiving();
            }
        }
    }

    void IHubListener.OnGap(GapMessage gap)
    {
        lock (_lock)
        {
            if (gap.Channel == subscription.Name && LaneNames.TryParse(gap.Priority, out var lane))
            {
                subscription.SkipTo(lane, gap.To);
                ledger.ToldLost(gap.To - gap.From + 1);
                plan.Notices.Gap();
            }
        }
    }

    void IHubListener.OnSubscribed(string invocationId, IReadOnlyList<SubscribeAnswer>? answers)
    {
        lock (_lock)
        {
            if (invocationId == subscription.AwaitedInvocation)
            {
                subscription.AwaitedInvocation = null;
                OnAnswer(answers);
            }
        }
    }

    void IHubListener.OnDraining(DrainingMessage draining)
    {
        plan.Notices.Draining();
        _ = LeaveAsync(_socket!, draining.ReconnectAfterMs);
    }

    void IHubListener.OnClose(string? error)
    {
        LastError = error ?? "The hub closed the connection.";
        _socket!.Abort();
    }

    private static async Task LeaveAsync(HubSocket socket, int afterMs)
    {
        await Task.Delay(afterMs);
        socket.Abort();
    }

    private void Subscribe()
    {
        _isReceiving = false;
        _askedAt = plan.Clock.Now;
        subscription.AwaitedInvocation = $"{++_invocations}";
        _ = _socket!.SendAsync(HubMessageWriter.Subscribe(subscription.AwaitedInvocation, subscription.Request()));
    }

    private void OnAnswer(IReadOnlyList<SubscribeAnswer>? answers)
    {
        if (answers is not [{ Error: null } answer])
        {
            LastError = $"Subscribe failed: {(answers is [{ Error: var error }] ? error : "the hub could not run it")}.";
            return;
        }

        if (subscription.HasPosition && !answer.Recovered)
        {
            ledger.NotRecovered();
        }

        subscription.StartAt(answer.Epoch, answer.Offsets);
        OnReceiving();
    }

    private void OnNext(in ReceivedEvent received)
    {
        switch (subscription.Take(received.Lane, received.Offset))
        {
            case OffsetCheck.Hole:
                // It will come again, after what is missing before it.
                ledger.OffsetHole();
                Subscribe();
                return;
            case OffsetCheck.Regression:
                ledger.OffsetRegression();
                break;
        }

        Enter(received, subscription.Channel);
    }

    private void Enter(in ReceivedEvent received, int channel)
    {
        if (received.Data is not { } data || data.Run != plan.Run)
        {
            plan.Traffic.CountForeign();
            return;
        }

        plan.Traffic.Count(received.Bytes);
        _replay?.Arrived(data.SentAt, _socket!.ReceivedAt);
        if (ledger.Arrived(channel, received.Lane, data.Producer, data.Sequence))
        {
            plan.Times(received.Lane).Record(data.SentAt, received.AcceptedAt, received.ServerTimestamp, _socket!.ReceivedAt);
        }
    }

    private void OnReceiving()
    {
        _isReceiving = true;
        _replay?.Receiving(plan.Clock.Now);
        LastError = null;
        Receiving?.Invoke();
    }
}
