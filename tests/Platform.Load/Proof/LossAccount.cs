namespace Platform.Load.Proof;

/// <summary>
/// What happened to the clients between two audits. An event that is missing was told as lost if its client was told a gap of as many
/// events, or that its channel's history began anew: then the client knows that it has to look elsewhere.
/// </summary>
/// <param name="Missing">Accepted and not delivered.</param>
/// <param name="Told">Of these, lost as the clients were told.</param>
/// <param name="Doubled">Came twice.</param>
/// <param name="Disordered">Came after a later one.</param>
/// <param name="Unexpected">Came although they should not.</param>
internal sealed record LossAccount(long Missing, long Told, long Doubled, long Disordered, long Unexpected)
{
    public static LossAccount Nothing { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Missing, and nobody was told.</summary>
    public long Untold => Missing - Told;

    /// <summary>Whether the promise was kept.</summary>
    /// <param name="mayLose">Whether the fault destroyed data, so that a loss is no fault of the platform if it was told.</param>
    public bool IsClean(bool mayLose) => (mayLose ? Untold : Missing) + Doubled + Disordered + Unexpected == 0;

    /// <summary>From the clients' findings before and after, in the same order.</summary>
    public static LossAccount Between(IReadOnlyList<ClientFindings> before, IReadOnlyList<ClientFindings> after) => after
        .Select((now, index) => Between(before[index], now))
        .Aggregate(Nothing, (sum, client) => new LossAccount(
            sum.Missing + client.Missing,
            sum.Told + client.Told,
            sum.Doubled + client.Doubled,
            sum.Disordered + client.Disordered,
            sum.Unexpected + client.Unexpected));

    private static LossAccount Between(ClientFindings before, ClientFindings now)
    {
        var missing = now.Missing - before.Missing;
        var beganAnew = now.Epochs > before.Epochs || now.NotRecovered > before.NotRecovered;
        var told = beganAnew ? missing : Math.Min(missing, now.ToldLost - before.ToldLost);
        return new LossAccount(
            missing, Math.Max(0, told), now.Doubled - before.Doubled, now.Disordered - before.Disordered, now.Unexpected - before.Unexpected);
    }
}
