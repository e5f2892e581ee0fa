namespace Platform.Client.Connection;

/// <summary>How long to wait between attempts, and how long one may take.</summary>
internal static class Backoff
{
    private const double LongestDelayMs = 30_000;
    private const double LongestTimeoutMs = 15_000;

    /// <summary>The first wait is short, since most losses are a node that left; all are random, since a node's clients lose it at once.</summary>
    /// <param name="failures">How many attempts failed in a row.</param>
    /// <param name="random">Chance: 0 ≤ x &lt; 1.</param>
    public static TimeSpan Delay(int failures, double random) => TimeSpan.FromMilliseconds(
        failures == 0 ? random * 500 : Math.Min((1_000 * Math.Pow(1.5, failures - 1)) + (random * 1_000), LongestDelayMs));

    /// <summary>A slow network gets more time with each attempt.</summary>
    public static TimeSpan Timeout(int failures) =>
        TimeSpan.FromMilliseconds(Math.Min(2_000 * Math.Pow(1.2, failures), LongestTimeoutMs));
}
