using Platform.Load.Proof;
using Spectre.Console;

namespace Platform.Load.Reports;

/// <summary>Prints what the ledger found; every scenario ends with it.</summary>
internal sealed class LedgerView(IAnsiConsole console)
{
    private const int MaxClientsShown = 10;

    public void Show(Verdict ledger, long foreign, IReadOnlyDictionary<string, long> refusals, IReadOnlyList<string> troubles)
    {
        Line($"ledger: {ledger.Sent:N0} sent, {ledger.Accepted:N0} accepted, {ledger.Refused:N0} refused, {ledger.Unknown:N0} unknown; {ledger.Owed:N0} deliveries owed");
        Line($"        {ledger.Missing:N0} missing, {ledger.Doubled:N0} doubled, {ledger.Disordered:N0} out of order, {ledger.Unexpected:N0} unexpected");
        if (ledger.OffsetHoles + ledger.OffsetRegressions + ledger.ToldLost + ledger.NotRecovered + foreign > 0)
        {
            Line($"        {ledger.OffsetHoles:N0} offset jumps, {ledger.OffsetRegressions:N0} offsets twice, {ledger.ToldLost:N0} events in gaps told, {ledger.NotRecovered:N0} resumes not recovered, {foreign:N0} deliveries of others");
        }

        if (refusals.Count > 0)
        {
            Line($"        not accepted at once: {string.Join(", ", refusals.Select(answer => $"{answer.Key} ×{answer.Value:N0}"))}; HTTP producers sent these requests again, and the wait is in the latencies");
        }

        foreach (var client in ledger.UncleanClients.Take(MaxClientsShown))
        {
            Line($"        {client.Name}: {Describe(client)}");
        }

        if (ledger.UncleanClients.Count > MaxClientsShown)
        {
            Line($"        … and {ledger.UncleanClients.Count - MaxClientsShown:N0} clients more");
        }

        foreach (var trouble in troubles)
        {
            Line($"said on the way: {trouble}");
        }
    }

    private static string Describe(ClientFindings client) =>
        $"{client.Missing} missing, {client.Doubled} doubled, {client.Disordered} out of order, {client.Unexpected} unexpected of {client.Owed} ({string.Join("; ", client.Examples)})";

    private void Line(string text) => console.WriteLine(text);
}
