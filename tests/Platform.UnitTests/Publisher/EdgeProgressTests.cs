using Microsoft.Extensions.Time.Testing;
using Platform.Publisher.Pacing;

namespace Platform.UnitTests.Publisher;

public sealed class EdgeProgressTests
{
    private static readonly (TimeSpan, long) None = (TimeSpan.Zero, 0);

    private readonly FakeTimeProvider _clock = new();
    private readonly EdgeProgress _edges;

    public EdgeProgressTests() => _edges = new EdgeProgress(_clock);

    [Fact]
    public void Marker_goes_behind_a_hundred_events_and_behind_few_four_times_a_second()
    {
        Assert.Null(_edges.Appended(99));
        Assert.NotNull(_edges.Appended(1));
        Assert.Null(_edges.Appended(1));

        _clock.Advance(EdgeProgress.MarkerInterval);
        Assert.NotNull(_edges.Appended(1));
        Assert.Null(_edges.Appended(1));
    }

    [Fact]
    public void Each_marker_has_a_larger_number_than_the_one_before() => Assert.True(Append(100) < Append(100));

    [Fact]
    public void Lane_is_ahead_by_what_is_behind_the_last_marker_that_came_back_and_for_as_long_as_the_next_is_owed()
    {
        _edges.CameBack("edge-1", Append(100));
        Assert.Equal(None, _edges.Lead());

        var second = Append(150);
        _clock.Advance(TimeSpan.FromMilliseconds(7));
        var third = Append(100);
        _clock.Advance(TimeSpan.FromMilliseconds(3));
        _edges.Appended(20);
        Assert.Equal((TimeSpan.FromMilliseconds(10), 270), _edges.Lead());

        _edges.CameBack("edge-1", second);
        Assert.Equal((TimeSpan.FromMilliseconds(3), 120), _edges.Lead());

        _edges.CameBack("edge-1", third);
        Assert.Equal(None, _edges.Lead());
    }

    [Fact]
    public void Of_two_nodes_the_faster_counts_and_of_three_the_second()
    {
        var first = Append(100);
        var second = Append(100);
        _edges.CameBack("edge-1", second);
        _edges.CameBack("edge-2", first);
        Assert.Equal(None, _edges.Lead());

        _edges.CameBack("edge-3", first);
        Assert.Equal(100, _edges.Lead().Events);
    }

    [Fact]
    public void Without_a_node_that_answers_there_is_nobody_to_be_ahead_of()
    {
        Append(10_000);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(None, _edges.Lead());
    }

    [Fact]
    public void Node_that_owes_a_marker_for_a_second_is_not_waited_for_until_it_sends_one_back()
    {
        _edges.CameBack("edge-1", Append(100));
        _clock.Advance(TimeSpan.FromMinutes(1));
        var owed = Append(100);
        _clock.Advance(TimeSpan.FromMilliseconds(900));
        Append(100);
        Assert.Equal(200, _edges.Lead().Events);

        _clock.Advance(TimeSpan.FromMilliseconds(101));
        Assert.Equal(None, _edges.Lead());

        _edges.CameBack("edge-1", owed);
        Assert.Equal(100, _edges.Lead().Events);
    }

    [Fact]
    public void Node_that_is_seconds_late_but_answers_is_waited_for()
    {
        // It begins a hundred markers late, and sends back one for each that is sent.
        Queue<long> owed = new(Enumerable.Range(0, 100).Select(_ => Append(100)));
        for (var i = 0; i < 400; i++)
        {
            _edges.CameBack("edge-1", owed.Dequeue());
            owed.Enqueue(Append(100));
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            Assert.Equal(10_000, _edges.Lead().Events);
        }

        Assert.InRange(_edges.Lead().Age, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(2.1));
    }

    [Fact]
    public void Markers_that_come_back_in_another_order_take_nothing_back()
    {
        var first = Append(100);
        _edges.CameBack("edge-1", Append(100));
        _edges.CameBack("edge-1", first);
        Assert.Equal(None, _edges.Lead());
    }

    [Fact]
    public async Task Whoever_waits_for_a_change_hears_of_the_next_marker_that_comes_back()
    {
        var change = _edges.WhenChanged();
        Assert.False(change.IsCompleted);
        _edges.CameBack("edge-1", Append(100));
        await change;
        Assert.False(_edges.WhenChanged().IsCompleted);
    }

    private long Append(int events)
    {
        var marker = _edges.Appended(events);
        Assert.NotNull(marker);
        return marker.Value;
    }
}
