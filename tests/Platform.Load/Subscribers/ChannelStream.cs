using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Load.Proof;

namespace Platform.Load.Subscribers;

/// <summary>
/// A client's channel over all its connections: each begins at the position of the one before, an offset that jumps makes it ask
/// again, and all that belongs to the stream is entered in the client's ledger.
/// </summary>
internal sealed class ChannelStream(SubscriberPlan plan, Subscription subscription, ClientLedger ledger) : IHubListener
{
    private const long AskAgainAfter = 2_000_000;
    private const long AnswerWithin = 10_000_000;

    // Taken by the receiving side for each event, and by the one that tends.
    private readonly Lock _lock = new();
    private HubSocket? _socket;
    private int _invocations;
    private long _askedAt;
    private bool _isReceiving;

    /// <summary>Called when a connection has come to receive the channel.</summary>
    public required Action OnReceiving { get; init; }

    /// <summary>Why the channel is not received, if it is not.</summary>
    public string? LastError { get; set; }

    public bool HasPosition => subscription.HasPosition;

    /// <summary>A new connection is there, which asks for the channel or gets it by itself.</summary>
    public void Begin(HubSocket socket, bool asks)
    {
        lock (_lock)
        {
            _socket = socket;
            _isReceiving = false;
            _askedAt = plan.Clock.Now;
            subscription.AwaitedInvocation = null;
            if (asks)
            {
                Subscribe();
            }
        }
    }

    /// <summary>Asks where there was no answer, or none that helps, or where the automatic channel's position does not come by itself.</summary>
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
                subscription.Told(position);
                Receiving();
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

    void IHubListener.OnDraining(DrainingMessage draining) => _ = LeaveAsync(_socket!, draining.ReconnectAfterMs);

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
        Receiving();
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
        if (ledger.Arrived(channel, received.Lane, data.Producer, data.Sequence))
        {
            plan.Times.Record(data.SentAt, received.AcceptedAt, received.ServerTimestamp, _socket!.ReceivedAt);
        }
    }

    private void Receiving()
    {
        _isReceiving = true;
        LastError = null;
        OnReceiving();
    }
}
