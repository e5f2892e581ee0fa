using System.Globalization;
using Platform.Load.Reports;
using Spectre.Console;

namespace Platform.Load.Agreement;

/// <summary>Prints an <see cref="AgreeReport"/> for people.</summary>
internal sealed class AgreeReportView(IAnsiConsole console)
{
    public void Show(AgreeReport report)
    {
        MachineLine.Show(console, report.Machine);
        foreach (var door in report.Doors)
        {
            console.Write(new Rule(door.Door) { Justification = Justify.Left });
            ShowTimes(door);
            ShowCounters(door);
            new LedgerView(console).Show(door.Ledger, 0, new Dictionary<string, long>(), []);
        }
    }

    private void ShowTimes(AgreePart door)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumn("ms");
        foreach (var column in (string[])["p50", "p95", "p99", "API / clients: p50", "p95", "p99", "within 10 %"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        AddApi("the API: accepted → written", door.Api);
        AddClients("clients: accepted → at the node", door.AtNode, door.Api);
        if (door.ApiTotal is { } total)
        {
            AddApi("the API: accepted → handler, of clients that report", total);
        }

        AddClients("clients that report nothing: accepted → here", door.AtClient, door.ApiTotal ?? door.Api);
        console.Write(table);

        void AddApi(string name, Times times) => table.AddRow(name, Number(times.P50), Number(times.P95), Number(times.P99), "", "", "", "");

        void AddClients(string name, Times times, Times api)
        {
            var ratio = api.Against(times);
            table.AddRow(
                name, Number(times.P50), Number(times.P95), Number(times.P99),
                Number(ratio.P50), Number(ratio.P95), Number(ratio.P99), ratio.IsWithinATenth ? "yes" : "no");
        }
    }

    private void ShowCounters(AgreePart door)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumn("count");
        foreach (var column in (string[])["ledger", "platform", ""])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var counter in door.Counters)
        {
            table.AddRow(
                counter.Name, counter.Ledger.ToString("N0", CultureInfo.InvariantCulture), counter.Platform.ToString("N0", CultureInfo.InvariantCulture),
                counter.Agrees ? "equal" : "DIFFERS");
        }

        console.Write(table);
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
