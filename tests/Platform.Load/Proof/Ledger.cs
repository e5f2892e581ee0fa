using Platform.Contracts.Lanes;

namespace Platform.Load.Proof;

/// <summary>
/// The proof of a run. Producers enter what they send and what became of it, clients what arrives; the audit says what is
/// missing, doubled, out of order or unexpected. Events are known by numbers and arrivals are kept as bits, so that 10,000
/// events/s to 100 clients each cost memory of one bit and a few dozen nanoseconds a delivery.
/// </summary>
internal sealed class Ledger
{
    private readonly SentSequence?[,] _sent;
    private readonly List<ClientLedger> _clients = [];

    /// <param name="run">The run's number, which keeps its events apart from those of other runs.</param>
    /// <param name="channels">The channels' names, by their numbers.</param>
    /// <param name="producers">How many producers there are.</param>
    public Ledger(uint run, IReadOnlyList<string> channels, int producers)
    {
        (Run, Channels, Producers) = (run, channels, producers);
        _sent = new SentSequence?[producers, channels.Count * LaneNames.All.Count];
    }

    public uint Run { get; }

    public IReadOnlyList<string> Channels { get; }

    public int Producers { get; }

    /// <summary>Enters an event that is about to be sent. A producer enters its events one after the other.</summary>
    public SentEvent Sending(int producer, int channel, Lane lane, long sentAt)
    {
        ref var sequence = ref _sent[producer, Column(channel, lane)];
        // Confirms and the audit read it from other threads, once it is complete.
        var number = (sequence ?? Interlocked.CompareExchange(ref sequence, new SentSequence(), null) ?? sequence!).Next();
        return new SentEvent(producer, channel, lane, number, sentAt);
    }

    /// <summary>The event was confirmed: from now on it is owed to each client of its channel.</summary>
    public void Accepted(SentEvent sent) => Sequence(sent)!.Accepted(sent.Sequence);

    /// <summary>The event was turned down for certain: it must not arrive. One whose outcome stays unknown is not entered at all.</summary>
    public void Refused(SentEvent sent) => Sequence(sent)!.Refused(sent.Sequence);

    /// <summary>Opens the account of a client; all events of the channels that it joins are owed to it.</summary>
    public ClientLedger OpenClient(string name)
    {
        var client = new ClientLedger(this, name);
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }

    /// <summary>Compares what was sent with what arrived. It may be called while the run goes on.</summary>
    public Verdict Audit()
    {
        lock (_clients)
        {
            return Verdict.Of(_sent.Cast<SentSequence?>().Select(sequence => sequence?.Count() ?? default), [.. _clients.Select(client => client.Audit())]);
        }
    }

    /// <summary>The same for each client by itself.</summary>
    public IReadOnlyList<ClientFindings> AuditClients()
    {
        lock (_clients)
        {
            return [.. _clients.Select(client => client.Audit())];
        }
    }

    internal SentSequence? SequenceOf(int producer, int channel, Lane lane) =>
        Volatile.Read(ref _sent[producer, Column(channel, lane)]);

    private SentSequence? Sequence(SentEvent sent) => SequenceOf(sent.Producer, sent.Channel, sent.Lane);

    private static int Column(int channel, Lane lane) => (channel * LaneNames.All.Count) + (int)lane;
}
