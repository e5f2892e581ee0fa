using System.Globalization;
using System.Net;
using System.Text;

namespace Platform.Load.Reports;

/// <summary>Charts as SVG within a page: no script, nothing from elsewhere.</summary>
internal static class SvgChart
{
    private const int Width = 720, Left = 190, Right = 70, RowHeight = 24, PlotHeight = 180;

    /// <summary>A bar a value, on a scale of powers where values differ by more than a hundred times.</summary>
    public static string Bars(IReadOnlyList<(string Name, double Value, string Text)> bars)
    {
        var highest = bars.Select(bar => bar.Value).DefaultIfEmpty().Max();
        var lowest = bars.Select(bar => bar.Value).Where(value => value > 0).DefaultIfEmpty(1).Min();
        var isLogarithmic = highest > 100 * lowest;
        var svg = Begin(Math.Max(1, bars.Count) * RowHeight);
        for (var i = 0; i < bars.Count; i++)
        {
            var (name, value, text) = bars[i];
            var share = highest <= 0 || value <= 0 ? 0
                : isLogarithmic ? Math.Max(0.01, Math.Log(value / lowest * 2) / Math.Log(highest / lowest * 2)) : value / highest;
            var width = share * (Width - Left - Right);
            var y = i * RowHeight;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 16}\" text-anchor=\"end\">{WebUtility.HtmlEncode(name)}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y + 4}\" width=\"{width:0.#}\" height=\"{RowHeight - 8}\" rx=\"2\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + width + 6:0.#}\" y=\"{y + 16}\">{WebUtility.HtmlEncode(text)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>A line through points, from zero up.</summary>
    /// <param name="points">Along the axis, and up.</param>
    /// <param name="unit">What goes up.</param>
    /// <param name="axis">What goes along.</param>
    public static string Line(IReadOnlyList<(double X, double Y)> points, string unit, string axis)
    {
        var svg = Begin(PlotHeight + RowHeight);
        if (points.Count > 1)
        {
            var (first, last, top) = (points[0].X, points[^1].X, Math.Max(1e-9, points.Max(point => point.Y)));
            var path = points.Select(point => string.Create(
                CultureInfo.InvariantCulture,
                $"{Left + ((point.X - first) / Math.Max(1e-9, last - first) * (Width - Left - Right)):0.#},{PlotHeight - (point.Y / top * (PlotHeight - 10)):0.#}"));
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{Left} 0V{PlotHeight}H{Width - Right}\"/><polyline points=\"{string.Join(' ', path)}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"14\" text-anchor=\"end\">{top:0.##} {WebUtility.HtmlEncode(unit)}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right}\" y=\"{PlotHeight + 18}\" text-anchor=\"end\">{last:0} {WebUtility.HtmlEncode(axis)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static StringBuilder Begin(int height) =>
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\">");
}
