namespace Platform.Load.Measurements;

/// <summary>What methods a profile found at work.</summary>
/// <param name="Samples">How many samples there are of threads at work.</param>
/// <param name="Methods">The most frequent ones.</param>
internal sealed record MethodShares(int Samples, IReadOnlyList<MethodShare> Methods)
{
    // Threads in native code are sampled as well. What they wait in has one of these in its name; what they work in has not.
    private static readonly string[] Waits = ["Wait", "Sleep", "Join", "Poll"];

    /// <param name="samples">The method on top of each sampled stack, and whether its own code was running or native code that it had called.</param>
    /// <param name="top">How many methods are kept.</param>
    public static MethodShares Of(IEnumerable<(string Method, bool IsManaged)> samples, int top)
    {
        var atWork = samples.Where(sample => sample.IsManaged || !Waits.Any(wait => sample.Method.Contains(wait, StringComparison.Ordinal))).ToList();
        return new MethodShares(
            atWork.Count,
            [.. atWork
                .GroupBy(sample => sample)
                .OrderByDescending(method => method.Count())
                .Take(top)
                .Select(method => new MethodShare(WithoutParameters(method.Key.Method), method.Key.IsManaged, (double)method.Count() / atWork.Count))]);
    }

    private static string WithoutParameters(string name) => name.IndexOf('(', StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;
}

/// <summary>One method's own share, without what it calls.</summary>
/// <param name="Method">Its name.</param>
/// <param name="IsManaged">Its own code; else native code or the kernel, called by it.</param>
/// <param name="Share">0 to 1.</param>
internal sealed record MethodShare(string Method, bool IsManaged, double Share);
