using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Load.Events;

namespace Platform.Load.Subscribers;

/// <summary>What the hub says to a client. Called by one thread at a time, in the order of the wire.</summary>
internal interface IHubListener
{
    void OnEvent(in ReceivedEvent received);

    void OnPosition(PositionMessage position);

    void OnGap(GapMessage gap);

    /// <summary>The answer to an invocation; <paramref name="answers"/> is <c>null</c> where it failed.</summary>
    void OnSubscribed(string invocationId, IReadOnlyList<SubscribeAnswer>? answers);

    void OnDraining(DrainingMessage draining);

    /// <summary>The node closes the connection.</summary>
    void OnClose(string? error);
}

/// <summary>The fields of an event that the tool reads.</summary>
internal ref struct ReceivedEvent
{
    public ReadOnlySpan<byte> Channel;
    public Lane Lane;
    public long Offset;
    public double AcceptedAt;
    public double ServerTimestamp;

    /// <summary>The size of its JSON.</summary>
    public int Bytes;

    /// <summary><c>null</c> in events of others.</summary>
    public LoadData? Data;
}
