using System.Globalization;

namespace Platform.Load.Measurements;

/// <summary>What a profile found: the methods with the largest share of their own, without what they call.</summary>
/// <param name="Samples">How many samples there are.</param>
/// <param name="Methods">The largest first.</param>
internal sealed record MethodShares(long Samples, IReadOnlyList<MethodShare> Methods)
{
    /// <summary>Stands between the columns of perf's report.</summary>
    public const char Separator = '\t';

    private const string Kernel = "[k]";

    /// <summary>Reads perf's report: a line a method, with its share, its samples, the file that it is in and its name.</summary>
    public static MethodShares Read(string report, int top)
    {
        var lines = report
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(Separator, 4, StringSplitOptions.TrimEntries))
            .Where(columns => columns.Length == 4 && columns[0].EndsWith('%'))
            .Select(columns => (Samples: long.Parse(columns[1], CultureInfo.InvariantCulture), File: columns[2], Symbol: columns[3], Share: ShareOf(columns[0])))
            .ToList();
        return new MethodShares(
            lines.Sum(line => line.Samples),
            [.. lines
                .Select(line => new MethodShare(NameOf(line.Symbol, line.File), line.Symbol.StartsWith(Kernel, StringComparison.Ordinal), line.Share))
                .GroupBy(method => (method.Method, method.IsKernel))
                .Select(method => method.First() with { Share = method.Sum(each => each.Share) })
                .OrderByDescending(method => method.Share)
                .Take(top)]);
    }

    private static double ShareOf(string percent) => double.Parse(percent.TrimEnd('%'), CultureInfo.InvariantCulture) / 100;

    // "[.] void [Assembly] Namespace.Type::Method(parameters)[OptimizedTier1]": a method compiled twice is one method, and so is all
    // of a file that has no names.
    private static string NameOf(string symbol, string file)
    {
        var name = symbol.Length > Kernel.Length && symbol[0] == '[' ? symbol[Kernel.Length..].Trim() : symbol;
        if (name.StartsWith("0x", StringComparison.Ordinal))
        {
            return $"{file}, without names";
        }

        var begin = name.IndexOf("] ", StringComparison.Ordinal) is > 0 and var assembly ? assembly + 2 : 0;
        var end = name.IndexOf('(', begin) is > 0 and var parameters ? parameters : name.Length;
        return name[begin..end];
    }
}

/// <summary>One method's own share.</summary>
/// <param name="Method">Its name.</param>
/// <param name="IsKernel">Whether it is the kernel's.</param>
/// <param name="Share">0 to 1.</param>
internal sealed record MethodShare(string Method, bool IsKernel, double Share);
