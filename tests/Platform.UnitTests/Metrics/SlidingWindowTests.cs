using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Latency;
using Platform.Metrics.Window;

namespace Platform.UnitTests.Metrics;

public sealed class SlidingWindowTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SlidingWindow _window;

    public SlidingWindowTests() => _window = new SlidingWindow(_clock);

    [Fact]
    public void Values_leave_after_the_window()
    {
        _window.Add(Digests.Of(Stage.Total, Lane.Normal, "insight", 1));
        _clock.Advance(TimeSpan.FromSeconds(30));
        _window.Add(Digests.Of(Stage.Total, Lane.Normal, "insight", 2, 3));
        Assert.Equal(3, Count());

        _clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(3, Count());
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(2, Count());
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, Count());
    }

    [Fact]
    public void Percentiles_are_those_of_all_values_together_not_an_average_of_digests()
    {
        // 990 fast events from one edge and 10 slow ones from another: p99 is fast, an average of both p99 would be slow.
        _window.Add(Digests.Of(Stage.Total, Lane.Normal, "insight", Enumerable.Repeat(2.0, 990)));
        _window.Add(Digests.Of(Stage.Total, Lane.Normal, "insight", Enumerable.Repeat(800.0, 10)));
        Assert.Equal(2.0, All().Percentile(99), tolerance: 0.02);
        Assert.Equal(800.0, All().Percentile(99.9), tolerance: 8);
    }

    [Fact]
    public void Percentiles_of_many_digests_are_those_of_the_recorded_values_within_a_hundredth()
    {
        var random = new Random(11);
        var values = new List<double>();
        for (var second = 0; second < 50; second++)
        {
            var times = Enumerable.Range(0, 300).Select(_ => Math.Exp((random.NextDouble() * 5) - 1)).ToList();
            values.AddRange(times);
            _window.Add(Digests.Of(Stage.Total, (Lane)(second % 3), "insight", times.Take(200)));
            _window.Add(Digests.Of(Stage.Total, (Lane)(second % 3), "insight", times.Skip(200)));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        values.Sort();
        foreach (var percentile in new[] { 1, 50, 95, 99, 99.9 })
        {
            var exact = values[(int)Math.Ceiling(values.Count * percentile / 100) - 1];
            Assert.Equal(exact, All().Percentile(percentile), tolerance: exact * 0.011);
        }

        Assert.Equal(values.Average(), All().Mean, tolerance: values.Average() * 0.01);
        Assert.Equal(values[0], All().Min, tolerance: values[0] * 0.01);
        Assert.Equal(values[^1], All().Max, tolerance: values[^1] * 0.01);
        Assert.Equal(100.0 * values.Count(value => value < 10) / values.Count, All().PercentageUnder(10), tolerance: 0.2);
    }

    private long Count() => _window.Read().Sum(one => one.Values.Total);

    private Distribution All() => new(_window.Read().Select(one => one.Values));
}
