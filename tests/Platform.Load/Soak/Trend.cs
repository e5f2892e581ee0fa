namespace Platform.Load.Soak;

/// <summary>A line through samples by least squares, and whether what it says is growth.</summary>
/// <param name="PerHour">How much more it is after an hour.</param>
/// <param name="Mean">The samples' mean.</param>
/// <param name="Fit">The share of the samples' variance that the line explains (R²), 0 to 1.</param>
/// <param name="Seconds">How long was looked.</param>
internal sealed record Trend(double PerHour, double Mean, double Fit, double Seconds)
{
    // In less a process that has just started is still finding its size.
    private const double LeastSeconds = 120;

    // A line that explains less is drawn through noise.
    private const double LeastFit = 0.5;

    // Of the mean, within an hour: less is nothing that anybody has to act on.
    private const double LeastGrowth = 0.1;

    private const double SecondsAnHour = 3600;

    /// <summary>Whether it was looked at for long enough to say anything.</summary>
    public bool Says => Seconds >= LeastSeconds;

    /// <summary>Whether it grows, by more than a tenth an hour and steadily.</summary>
    public bool Grows => Says && PerHour > LeastGrowth * Math.Abs(Mean) && Fit >= LeastFit;

    /// <param name="samples">Seconds and values, without the warm-up.</param>
    public static Trend Of(IReadOnlyList<(double Second, double Value)> samples)
    {
        if (samples.Count < 2)
        {
            return new Trend(0, samples.Count == 0 ? 0 : samples[0].Value, 0, 0);
        }

        var (meanX, meanY) = (samples.Average(sample => sample.Second), samples.Average(sample => sample.Value));
        var xx = samples.Sum(sample => (sample.Second - meanX) * (sample.Second - meanX));
        var yy = samples.Sum(sample => (sample.Value - meanY) * (sample.Value - meanY));
        var xy = samples.Sum(sample => (sample.Second - meanX) * (sample.Value - meanY));
        var seconds = samples[^1].Second - samples[0].Second;
        return xx <= 0 || yy <= 0 ? new Trend(0, meanY, 0, seconds) : new Trend(xy / xx * SecondsAnHour, meanY, xy * xy / (xx * yy), seconds);
    }
}
