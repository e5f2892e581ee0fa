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
    public void A_type_that_becomes_busy_takes_the_place_of_one_that_is_not_and_no_record_is_lost()
    {
        for (var i = 0; i < 100; i++)
        {
            _recorder.Record(Stage.Batch, Lane.Normal, $"early_{i}", 1, count: i == 42 ? 1 : 10);
        }

        long taken = 0;
        for (var second = 0; second < 59; second++)
        {
            taken += Counts().Values.Sum();
        }

        _recorder.Record(Stage.Batch, Lane.Normal, "late", 1, count: 1_000);
        var last = Counts();
        Assert.Equal(1_000, last["other"]);

        _recorder.Record(Stage.Batch, Lane.Normal, "late", 1, count: 7);
        _recorder.Record(Stage.Batch, Lane.Normal, "early_42", 1, count: 3);
        var next = Counts();
        Assert.Equal((7, 3), (next["late"], next["other"]));
        Assert.Equal(991 + 1_000 + 10, taken + last.Values.Sum() + next.Values.Sum());

        Dictionary<string, long> Counts() => _recorder.Take().ToDictionary(one => one.EventType, one => LatencyHistogram.Decode(one.Histogram).TotalCount);
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
