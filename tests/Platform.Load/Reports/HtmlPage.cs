using System.Net;
using System.Text;

namespace Platform.Load.Reports;

/// <summary>A report as one page that needs nothing beside it.</summary>
internal sealed class HtmlPage(string title)
{
    private const string Style =
        """
        :root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e6e8eb); --soft: light-dark(#5f6b7a, #9aa5b1); --line: light-dark(#d9dee4, #353b43); --mark: #2f6fde }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
        table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line) }
        th, .soft { color: var(--soft); font-weight: 500 } .pass { color: #1a7f37 } .fail { color: #cf222e } .other { color: #9a6700 }
        svg { max-width: 100%; height: auto } svg text { font-size: 12px; fill: var(--ink) } svg rect { fill: var(--mark) }
        svg polyline { fill: none; stroke: var(--mark); stroke-width: 1.5 } svg .axis { fill: none; stroke: var(--line) }
        """;

    private readonly StringBuilder _body = new();

    public HtmlPage Text(string text)
    {
        _body.Append("<p class=\"soft\">").Append(Encode(text)).Append("</p>\n");
        return this;
    }

    public HtmlPage Chart(string heading, string svg)
    {
        _body.Append("<h2>").Append(Encode(heading)).Append("</h2>\n").Append(svg).Append('\n');
        return this;
    }

    /// <param name="columns">The heads.</param>
    /// <param name="rows">The cells, each with its class or none.</param>
    public HtmlPage Table(IEnumerable<string> columns, IEnumerable<IReadOnlyList<(string Text, string Class)>> rows)
    {
        _body.Append("<table><tr>").AppendJoin("", columns.Select(column => $"<th>{Encode(column)}</th>")).Append("</tr>\n");
        foreach (var row in rows)
        {
            _body.Append("<tr>").AppendJoin("", row.Select(cell => $"<td class=\"{cell.Class}\">{Encode(cell.Text)}</td>")).Append("</tr>\n");
        }

        _body.Append("</table>\n");
        return this;
    }

    public override string ToString() =>
        $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Encode(title)}</title>\n<style>\n{Style}\n</style></head>\n<body><h1>{Encode(title)}</h1>\n{_body}</body></html>\n";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
