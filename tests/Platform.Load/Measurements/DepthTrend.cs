namespace Platform.Load.Measurements;

/// <summary>
/// Whether a queue was seen to rise: its mean depth in the last quarter of the samples against the first quarter. Single samples of a
/// queue that is kept up with go up and down as well.
/// </summary>
/// <param name="First">The mean of the first quarter, in messages.</param>
/// <param name="Last">The mean of the last quarter.</param>
/// <param name="Peak">The deepest sample.</param>
internal sealed record DepthTrend(double First, double Last, long Peak)
{
    public static DepthTrend Of(IReadOnlyList<long> depths)
    {
        if (depths.Count == 0)
        {
            return new DepthTrend(0, 0, 0);
        }

        var quarter = Math.Max(1, depths.Count / 4);
        return new DepthTrend(depths.Take(quarter).Average(), depths.TakeLast(quarter).Average(), depths.Max());
    }

    /// <param name="leastMessages">What a rise must come to; less is noise.</param>
    public bool Rose(double leastMessages) => Last - First >= leastMessages;
}
