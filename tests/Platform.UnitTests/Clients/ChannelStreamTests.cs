using Platform.Client.Place;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;

namespace Platform.UnitTests.Clients;

public sealed class ChannelStreamTests
{
    private readonly List<long> _got = [];
    private readonly List<Gap> _gaps = [];
    private int _holes;

    [Fact]
    public void What_comes_before_the_answer_waits_for_it_and_what_was_seen_is_dropped()
    {
        var stream = Stream();
        stream.Ask();
        stream.Take(Event(6));
        Assert.Empty(_got);

        stream.Answered(Answer(5));
        stream.Take(Event(6));
        stream.Take(Event(7));

        Assert.Equal([6, 7], _got);
        Assert.Equal(1, stream.Duplicates);
        Assert.Equal(7, stream.Position!.Offsets.Normal);
    }

    [Fact]
    public void Hole_is_asked_for_and_events_of_the_old_stream_meanwhile_neither_disorder_nor_double()
    {
        var stream = Stream();
        stream.Answered(Answer(0));
        stream.Take(Event(1));
        stream.Take(Event(3));
        stream.Take(Event(4));
        Assert.Equal(1, _holes);

        Assert.Equal(1, stream.Ask().Offsets!.Normal);
        stream.Take(Event(5));
        stream.Answered(Answer(1, recovered: true));
        Assert.False(stream.IsWhole);
        foreach (var offset in new[] { 2, 3, 4, 5 })
        {
            stream.Take(Event(offset));
        }

        Assert.True(stream.IsWhole);
        Assert.Equal([1, 2, 3, 4, 5], _got);
    }

    [Fact]
    public void What_history_no_longer_has_is_a_gap()
    {
        var stream = Stream(new ChannelPosition("E", new Offsets { Normal = 3 }));
        stream.Ask();
        stream.Answered(Answer(9, recovered: false));
        stream.Take(Event(10));

        Assert.Equal([new Gap("topic:x", Lane.Normal, 4, 9)], _gaps);
        Assert.Equal([10], _got);
    }

    [Fact]
    public void History_that_was_lost_as_a_whole_is_a_gap_of_unknown_length()
    {
        var stream = Stream(new ChannelPosition("E", new Offsets { Normal = 3 }));
        stream.Answered(Answer(2, epoch: "F"));

        Assert.Equal([new Gap("topic:x", Lane.Normal, null, 2)], _gaps);
    }

    [Fact]
    public void Gap_that_the_server_tells_moves_the_position_once()
    {
        var stream = Stream();
        stream.Answered(Answer(0));
        var gap = new GapMessage("topic:x", "normal", 1, 4, "E");
        stream.Skip(gap);
        stream.Skip(gap);
        stream.Take(Event(5));

        Assert.Single(_gaps);
        Assert.Equal([5], _got);
    }

    [Fact]
    public void Of_two_answers_that_crossed_the_later_one_does_not_go_back()
    {
        var stream = Stream(new ChannelPosition("E", new Offsets { Normal = 1 }));
        stream.Answered(Answer(1, recovered: true));
        stream.Take(Event(2));
        stream.Answered(Answer(1, recovered: true));
        stream.Take(Event(2));

        Assert.Equal([2], _got);
    }

    [Fact]
    public void Offsets_of_one_epoch_never_go_back_whatever_an_answer_says()
    {
        var stream = Stream();
        stream.Answered(Answer(5));
        stream.Take(Event(6));
        stream.Answered(Answer(5, recovered: false));
        stream.Take(Event(6));
        stream.Take(Event(7));

        Assert.Equal([6, 7], _got);
        Assert.Empty(_gaps);
    }

    [Fact]
    public void New_epoch_starts_where_the_server_says()
    {
        var stream = Stream();
        stream.Answered(Answer(8));
        stream.Move(new PositionMessage("topic:x", "F", new Offsets { Normal = 0 }));
        stream.Take(Event(1));

        Assert.Equal([1], _got);
        Assert.Equal("F", stream.Position!.Epoch);
        Assert.Equal([new Gap("topic:x", Lane.Normal, null, 0)], _gaps);
    }

    [Fact]
    public void New_epoch_that_knows_what_was_seen_is_no_gap()
    {
        var stream = Stream();
        stream.Answered(Answer(8));
        stream.Move(new PositionMessage("topic:x", "F", new Offsets { Normal = 8 }));
        stream.Take(Event(9));

        Assert.Equal([9], _got);
        Assert.Empty(_gaps);
    }

    [Fact]
    public void Epoch_that_an_answer_told_already_does_not_move_the_stream()
    {
        var stream = Stream();
        stream.Answered(Answer(5));
        stream.Move(new PositionMessage("topic:x", "E", new Offsets { Normal = 7 }));
        stream.Take(Event(6));

        Assert.Equal([6], _got);
    }

    [Fact]
    public void Gap_that_begins_later_than_the_next_event_has_a_hole_before_it()
    {
        var stream = Stream();
        stream.Answered(Answer(1));
        stream.Skip(new GapMessage("topic:x", "normal", 4, 5, "E"));

        Assert.Equal(1, _holes);
        Assert.Empty(_gaps);
        Assert.Equal(1, stream.Position!.Offsets.Normal);
    }

    private ChannelStream Stream(ChannelPosition? start = null) =>
        new("topic:x", start, (e, _) => _got.Add(e.Offset), _gaps.Add, () => _holes++);

    private static SubscribeAnswer Answer(long normal, bool recovered = false, string epoch = "E") =>
        new("topic:x", epoch, new Offsets { Critical = 0, High = 0, Normal = normal }, recovered, null);

    private static PlatformEvent Event(long offset) => new($"{offset}", "t", "topic:x", Lane.Normal, offset, 0, default, default);
}
