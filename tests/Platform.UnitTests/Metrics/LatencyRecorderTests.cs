using HdrHistogram;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.ServiceDefaults.Latency;

namespace Platform.UnitTests.Metrics;

public sealed class LatencyRecorderTests
{
    private readonly LatencyRecorder _recorder = new();

    [Fact]
    public void A_digest_holds_what_was_recorded_since_the_one_before()
    {
        _recorder.Record(Stage.Total, Lane.High, "insight", 4);
        var first = Assert.Single(_recorder.Take());
        Assert.Equal((Stage.Total, Lane.High, "insight"), (first.Stage, first.Lane, first.EventType));
        Assert.Equal(1, LatencyHistogram.Decode(first.Histogram).TotalCount);
        Assert.Empty(_recorder.Take());
    }

    [Fact]
    public void The_package_reads_our_histograms_as_if_it_had_recorded_the_values_itself()
    {
        var reference = LatencyHistogram.Create();
        foreach (var microseconds in Values())
        {
            reference.RecordValue(microseconds);
            _recorder.Record(Stage.Total, Lane.Normal, "insight", microseconds / 1000.0);
        }

        var ours = LatencyHistogram.Decode(Assert.Single(_recorder.Take()).Histogram);
        Assert.Equal(Recorded(reference), Recorded(ours));
        Assert.Equal(reference.HighestTrackableValue, ours.HighestTrackableValue);

        static IEnumerable<long> Values() => Enumerable.Range(0, 5_000).Select(i => (long)(i * i)).Append(LatencyHistogram.HighestMicroseconds);
        static (long, long)[] Recorded(HistogramBase histogram) =>
            [.. histogram.RecordedValues().Select(value => (value.ValueIteratedTo, value.CountAtValueIteratedTo))];
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(90_000, 60_000)]
    [InlineData(double.PositiveInfinity, 60_000)]
    public void A_time_that_cannot_be_counts_as_the_nearest_that_can(double milliseconds, double counted)
    {
        _recorder.Record(Stage.Total, Lane.Normal, "insight", milliseconds);
        var histogram = LatencyHistogram.Decode(Assert.Single(_recorder.Take()).Histogram);
        Assert.Equal(histogram.HighestEquivalentValue((long)(counted * 1000)), histogram.GetMaxValue());
    }

    [Fact]
    public void Types_beyond_the_first_hundred_count_as_other()
    {
        for (var i = 0; i < 150; i++)
        {
            _recorder.Record(Stage.Batch, Lane.Normal, $"type_{i}", 1);
        }

        _recorder.Record(Stage.Batch, Lane.Normal, "type_7", 1, count: 5);
        var counts = _recorder.Take().ToDictionary(one => one.EventType, one => LatencyHistogram.Decode(one.Histogram).TotalCount);
        Assert.Equal(101, counts.Count);
        Assert.Equal(50, counts["other"]);
        Assert.Equal(6, counts["type_7"]);
        Assert.Equal(155, counts.Values.Sum());
    }

    [Fact]
    public async Task Each_record_is_in_exactly_one_digest_while_others_record()
    {
        const int PerWriter = 200_000;
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < PerWriter; i++)
            {
                _recorder.Record(Stage.Total, Lane.Normal, $"type_{i % 120}", (i + writer) % 50);
            }
        })).ToList();

        long taken = 0;
        while (writers.Exists(writer => !writer.IsCompleted))
        {
            taken += Count();
        }

        await Task.WhenAll(writers);
        Assert.Equal(writers.Count * PerWriter, taken + Count());

        long Count() => _recorder.Take().Sum(one => LatencyHistogram.Decode(one.Histogram).TotalCount);
    }
}
