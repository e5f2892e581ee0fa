using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Journal;
using Platform.Metrics.Latency;
using Platform.Metrics.Window;

namespace Platform.UnitTests.Metrics;

public sealed class SlidingWindowTests
{
    private const long Start = 1_767_607_200;

    private readonly Timeline _timeline = new();
    private readonly SlidingWindow _window;

    public SlidingWindowTests()
    {
        _timeline.MoveTo(Start);
        _window = new SlidingWindow(_timeline);
    }

    [Theory]
    [InlineData("1m", 1)]
    [InlineData("5m", 5)]
    [InlineData("1h", 60)]
    public void Values_leave_a_window_with_their_slot(string name, int slotSeconds)
    {
        var window = WindowLength.Find(name)!;
        _window.Add(Start, Digests.Of(Stage.Total, Lane.Normal, "insight", 1));
        _timeline.MoveTo(Start + (30 * slotSeconds));
        _window.Add(_timeline.Second, Digests.Of(Stage.Total, Lane.Normal, "insight", 2, 3));
        Assert.Equal(3, Count(window));

        _timeline.MoveTo(Start + window.Seconds - 1);
        Assert.Equal(3, Count(window));
        _timeline.MoveTo(Start + window.Seconds);
        Assert.Equal(2, Count(window));
        _timeline.MoveTo(Start + (90 * slotSeconds));
        Assert.Equal(0, Count(window));
    }

    [Fact]
    public void What_is_not_released_yet_does_not_count()
    {
        _window.Add(Start + 1, Digests.Of(Stage.Total, Lane.Normal, "insight", 1));
        Assert.Equal(0, Count(WindowLength.Minute));
        _timeline.MoveTo(Start + 1);
        Assert.Equal(1, Count(WindowLength.Minute));
    }

    [Fact]
    public void A_ring_that_nobody_reads_does_not_grow()
    {
        var ring = new Ring(WindowLength.Minute);
        for (var second = 0; second < 10_000; second++)
        {
            ring.Add(Start + second, new Series(Stage.Total, Lane.Normal, "insight"), new ValueCounts([(1, 1)]));
        }

        Assert.InRange(ring.Count, WindowLength.Slots, 2 * WindowLength.Slots);
        Assert.Equal(WindowLength.Slots, ring.Read(Start + 9_999).Count());
    }

    [Fact]
    public void A_slot_keeps_the_hundred_busiest_types_and_every_count()
    {
        for (var type = 0; type < 150; type++)
        {
            _window.Add(Start, Digests.Of(Stage.Total, Lane.Normal, $"type_{type:000}", Enumerable.Repeat(1.0, type + 1)));
        }

        // The slot is bounded when the next one begins.
        _window.Add(Start + 1, Digests.Of(Stage.Batch, Lane.Normal, "type_000", 1));
        var measured = _window.Read(WindowLength.Minute).Where(one => one.Series.Stage == Stage.Total).ToDictionary(one => one.Series.EventType, one => one.Values.Total);

        Assert.Equal(101, measured.Count);
        Assert.Equal(150 * 151 / 2, measured.Values.Sum());
        Assert.Equal(50 * 51 / 2, measured[Series.OtherTypes]);
        Assert.Equal(51, measured["type_050"]);
    }

    [Fact]
    public void A_minute_is_read_as_it_was_written()
    {
        _window.Add(Start, Digests.Of(Stage.Outbox, Lane.Critical, "alert", 0.2, 0.2, 90_000));
        _window.Add(Start + 1, Digests.Of(Stage.Outbox, Lane.High, "insight", 3));
        var minute = _window.ReadMinute(Start / 60);

        Assert.True(MinuteFormat.TryRead(MinuteFormat.Write(minute), out var read));

        Assert.Equal(minute.Select(one => one.Series), read.Select(one => one.Series));
        Assert.All(minute.Zip(read), pair => Assert.Equal(pair.First.Values.Values, pair.Second.Values.Values));
    }

    [Fact]
    public void Percentiles_are_those_of_all_values_together_not_an_average_of_digests()
    {
        // 990 fast events from one edge and 10 slow ones from another: p99 is fast, an average of both p99 would be slow.
        _window.Add(_timeline.Second, Digests.Of(Stage.Total, Lane.Normal, "insight", Enumerable.Repeat(2.0, 990)));
        _window.Add(_timeline.Second, Digests.Of(Stage.Total, Lane.Normal, "insight", Enumerable.Repeat(800.0, 10)));
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
            _window.Add(_timeline.Second, Digests.Of(Stage.Total, (Lane)(second % 3), "insight", times.Take(200)));
            _window.Add(_timeline.Second, Digests.Of(Stage.Total, (Lane)(second % 3), "insight", times.Skip(200)));
            _timeline.MoveTo(_timeline.Second + 1);
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

    private long Count(WindowLength window) => _window.Read(window).Sum(one => one.Values.Total);

    private Distribution All() => new(_window.Read(WindowLength.Minute).Select(one => one.Values));
}
