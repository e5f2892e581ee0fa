namespace Platform.Load.Proof;

/// <summary>What the ledger found for one client.</summary>
/// <param name="Name">The client.</param>
/// <param name="Owed">Accepted events of its channels.</param>
/// <param name="Delivered">Different events that came.</param>
/// <param name="Missing">Accepted and not here.</param>
/// <param name="Doubled">Came once more, by their ids.</param>
/// <param name="Disordered">Came after a later one of the same producer, channel and lane.</param>
/// <param name="Unexpected">Refused, never sent, or meant for others.</param>
/// <param name="OffsetHoles">Offsets that jumped without a gap told before; the client asked again from there.</param>
/// <param name="OffsetRegressions">Offsets that were given twice.</param>
/// <param name="ToldLost">Events in the gaps that the platform told.</param>
/// <param name="NotRecovered">Resumes that the platform answered with <c>recovered: false</c>.</param>
/// <param name="Examples">A few of the events concerned.</param>
internal sealed record ClientFindings(
    string Name,
    int Owed,
    int Delivered,
    int Missing,
    int Doubled,
    int Disordered,
    int Unexpected,
    int OffsetHoles,
    int OffsetRegressions,
    long ToldLost,
    int NotRecovered,
    IReadOnlyList<string> Examples)
{
    /// <summary>How often the platform told that the channel's history began anew.</summary>
    public int Epochs { get; init; }

    public bool IsClean => Missing + Doubled + Disordered + Unexpected == 0;
}

/// <summary>What the ledger says of the whole run. Events are counted once, deliveries once a client.</summary>
internal sealed record Verdict(
    long Sent,
    long Accepted,
    long Refused,
    long Unknown,
    long Owed,
    long Delivered,
    long Missing,
    long Doubled,
    long Disordered,
    long Unexpected,
    long OffsetHoles,
    long OffsetRegressions,
    long ToldLost,
    long NotRecovered,
    IReadOnlyList<ClientFindings> UncleanClients)
{
    public bool IsClean => UncleanClients.Count == 0;

    public static Verdict Of(IEnumerable<(int Sent, int Accepted, int Refused)> sequences, IReadOnlyList<ClientFindings> clients)
    {
        var (sent, accepted, refused) = (0L, 0L, 0L);
        foreach (var sequence in sequences)
        {
            sent += sequence.Sent;
            accepted += sequence.Accepted;
            refused += sequence.Refused;
        }

        return new Verdict(
            sent,
            accepted,
            refused,
            Unknown: sent - accepted - refused,
            clients.Sum(client => (long)client.Owed),
            clients.Sum(client => (long)client.Delivered),
            clients.Sum(client => (long)client.Missing),
            clients.Sum(client => (long)client.Doubled),
            clients.Sum(client => (long)client.Disordered),
            clients.Sum(client => (long)client.Unexpected),
            clients.Sum(client => (long)client.OffsetHoles),
            clients.Sum(client => (long)client.OffsetRegressions),
            clients.Sum(client => client.ToldLost),
            clients.Sum(client => (long)client.NotRecovered),
            [.. clients.Where(client => !client.IsClean)]);
    }
}
