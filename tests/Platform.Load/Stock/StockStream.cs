using System.Text;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Load.Proof;
using Platform.Load.Subscribers;

namespace Platform.Load.Stock;

/// <summary>
/// A client of the stock build: joins its group on each connection, and has what comes. There is no position to resume from; what
/// was sent while it was away is missing.
/// </summary>
internal sealed class StockStream(SubscriberPlan plan, int channel, ClientLedger ledger) : IClientStream
{
    private readonly string _group = plan.Channels.NameOf(channel);
    private readonly byte[] _utf8Group = Encoding.UTF8.GetBytes(plan.Channels.NameOf(channel));
    private HubSocket? _socket;

    public event Action? Receiving;

    public string? LastError { get; set; }

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => new(SubscriberPlan.Address(plan.Gateway));

    public void Begin(HubSocket socket)
    {
        _socket = socket;
        _ = socket.SendAsync(HubMessageWriter.Invoke("1", nameof(StockHub.Join), _group));
    }

    public void OnEvent(in ReceivedEvent received)
    {
        if (received.Data is not { } data || data.Run != plan.Run)
        {
            plan.Traffic.CountForeign();
            return;
        }

        plan.Traffic.Count(received.Bytes);
        if (ledger.Arrived(received.Channel.SequenceEqual(_utf8Group) ? channel : -1, received.Lane, data.Producer, data.Sequence))
        {
            plan.Times(Lane.Normal).Record(data.SentAt, _socket!.ReceivedAt);
        }
    }

    public void OnSubscribed(string invocationId, IReadOnlyList<SubscribeAnswer>? answers)
    {
        LastError = null;
        Receiving?.Invoke();
    }

    public void OnClose(string? error)
    {
        LastError = error ?? "The hub closed the connection.";
        _socket!.Abort();
    }

    public void OnUnauthorized()
    {
        // Its hub asks nobody who he is.
    }

    public void AskIfSilent(long now)
    {
        // A hub that does not answer shows as a client that is not ready.
    }

    public void OnPosition(PositionMessage position)
    {
        // It knows none.
    }

    public void OnGap(GapMessage gap)
    {
        // It tells none.
    }

    public void OnDraining(DrainingMessage draining)
    {
        // It does not.
    }
}
