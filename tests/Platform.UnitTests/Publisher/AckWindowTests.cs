using Microsoft.Extensions.Time.Testing;
using Platform.Publisher.Lanes;

namespace Platform.UnitTests.Publisher;

public sealed class AckWindowTests
{
    private readonly List<Ack> _sent = [];
    private readonly FakeTimeProvider _clock = new();
    private readonly LaneOptions _options = new() { MaxInHand = 800, MaxBatch = 200 };
    private readonly AckWindow _window;

    public AckWindowTests() =>
        _window = new AckWindow(
            (ack, _) =>
            {
                _sent.Add(ack);
                return ValueTask.CompletedTask;
            },
            prefetch: 100,
            () => _options,
            _clock);

    [Fact]
    public async Task Quarter_of_what_may_be_in_hand_is_acked_together()
    {
        Learn(eventsAMessage: 1);
        await DoneAsync(upTo: 10);
        await DoneAsync(upTo: 24);
        Assert.Empty(_sent);
        Assert.NotNull(_window.NextLook(isUnderWay: false));

        await DoneAsync(upTo: 25);
        await DoneAsync(upTo: 49);
        Assert.Equal([new Ack(25, Multiple: true)], _sent);
    }

    [Fact]
    public async Task Where_few_messages_fill_the_hand_they_are_acked_one_at_a_time()
    {
        Learn(eventsAMessage: 200);
        for (ulong tag = 1; tag <= 97; tag++)
        {
            await DoneAsync(tag);
        }

        // 800 events are some 4 messages; of the prefetch of 100, 95 are withheld.
        Assert.Equal([new Ack(1, Multiple: true), new Ack(2, Multiple: true)], _sent);
    }

    [Fact]
    public async Task Little_is_acked_as_well_where_no_more_would_be_handed_out_before()
    {
        Learn(eventsAMessage: 20);
        await DoneAsync(upTo: 5);
        await DoneAsync(upTo: 100);
        Assert.Equal([new Ack(5, Multiple: true)], _sent);
    }

    [Fact]
    public async Task Batch_that_has_become_larger_than_the_hand_is_acked_when_nothing_more_is_handed_out()
    {
        Learn(eventsAMessage: 1);
        await DoneAsync(upTo: 20);
        Learn(eventsAMessage: 50);
        for (ulong tag = 24; tag <= 96; tag += 4)
        {
            await DoneAsync(tag);
        }

        Assert.Empty(_sent);
        await DoneAsync(upTo: 100);
        Assert.Equal([new Ack(20, Multiple: true)], _sent);
    }

    [Fact]
    public async Task What_comes_now_and_then_is_acked_four_times_a_second()
    {
        Learn(eventsAMessage: 1);
        await DoneAsync(upTo: 1);
        _clock.Advance(TimeSpan.FromMilliseconds(249));
        await DoneAsync(upTo: 2);
        Assert.Empty(_sent);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await DoneAsync(upTo: 3);
        await DoneAsync(upTo: 4);
        Assert.Equal([new Ack(3, Multiple: true)], _sent);
    }

    [Fact]
    public async Task Quarter_is_counted_from_what_was_released()
    {
        Learn(eventsAMessage: 1);
        await DoneAsync(upTo: 24);
        await _window.ReleaseAsync(TestContext.Current.CancellationToken);
        await DoneAsync(upTo: 48);
        await DoneAsync(upTo: 49);
        Assert.Equal([new Ack(24, Multiple: true), new Ack(49, Multiple: true)], _sent);
    }

    [Fact]
    public async Task There_is_a_look_while_an_append_is_under_way_since_it_may_leave_something_to_ack()
    {
        Assert.NotNull(_window.NextLook(isUnderWay: true));
        Assert.False(_window.HasFinishedAny);

        await DoneAsync(upTo: 1);
        Assert.True(_window.HasFinishedAny);
    }

    [Fact]
    public async Task Messages_of_many_events_stay_unacked_so_that_fewer_are_handed_out()
    {
        Learn(eventsAMessage: 20);
        for (ulong tag = 10; tag <= 100; tag += 10)
        {
            await DoneAsync(tag);
        }

        // 800 events are 40 messages; of the prefetch of 100, 60 are withheld.
        Assert.Equal([10, 20, 30, 40], _sent.Select(ack => ack.DeliveryTag));
    }

    [Fact]
    public async Task Where_messages_wait_for_room_fewer_are_handed_out_and_where_it_waits_for_them_all_are_again()
    {
        Learn(eventsAMessage: 20, WaitedFor.Room);
        await DoneAsync(upTo: 14);
        await DoneAsync(upTo: 50);
        await DoneAsync(upTo: 99);

        // 300 events are 15 messages; of the prefetch of 100, 85 are withheld.
        Assert.Equal([new Ack(14, Multiple: true)], _sent);

        Learn(eventsAMessage: 20);
        await DoneAsync(upTo: 110);
        Assert.Equal(new Ack(50, Multiple: true), _sent[^1]);
    }

    [Fact]
    public void Share_that_is_worth_an_append_is_that_of_what_may_be_in_hand()
    {
        Learn(eventsAMessage: 20);
        Assert.Equal(100, _window.WorthAnAppend);

        Learn(eventsAMessage: 20, WaitedFor.Room);
        Assert.Equal(75, _window.WorthAnAppend);

        Learn(eventsAMessage: 1);
        Assert.Equal(25, _window.WorthAnAppend);
    }

    [Fact]
    public async Task Bound_falls_faster_than_it_rises_so_that_overload_is_not_met_with_all_in_hand()
    {
        Learn(eventsAMessage: 20);
        Learn(eventsAMessage: 20, WaitedFor.Room, batches: 1);
        Learn(eventsAMessage: 20, batches: 10);

        // The bound has fallen from 800 to 400 and risen to 487 events, some 24 messages: some 76 are withheld.
        await DoneAsync(upTo: 22);
        await DoneAsync(upTo: 96);
        Assert.Empty(_sent);
        await DoneAsync(upTo: 99);
        Assert.Equal([new Ack(22, Multiple: true)], _sent);
    }

    [Fact]
    public async Task Messages_that_were_merely_there_leave_the_bound_as_it_is()
    {
        Learn(eventsAMessage: 20);
        Learn(eventsAMessage: 20, WaitedFor.Nothing);
        await DoneAsync(upTo: 30);
        await DoneAsync(upTo: 40);
        await DoneAsync(upTo: 92);
        Assert.Equal([new Ack(30, Multiple: true)], _sent);

        Learn(eventsAMessage: 20, WaitedFor.Room);
        Learn(eventsAMessage: 20, WaitedFor.Nothing);
        await DoneAsync(upTo: 124);
        Assert.Equal(new Ack(30, Multiple: true), _sent[^1]);
        await DoneAsync(upTo: 126);
        Assert.Equal(new Ack(40, Multiple: true), _sent[^1]);
    }

    [Fact]
    public async Task All_is_acked_when_nothing_comes()
    {
        Learn(eventsAMessage: 20);
        await DoneAsync(upTo: 10);
        Assert.NotNull(_window.NextLook(isUnderWay: false));
        await _window.ReleaseAsync(TestContext.Current.CancellationToken);
        Assert.Equal([new Ack(10, Multiple: true)], _sent);
        Assert.Null(_window.NextLook(isUnderWay: false));
    }

    [Fact]
    public async Task Two_messages_are_always_handed_out_however_large_they_are()
    {
        Learn(eventsAMessage: 10_000);
        await DoneAsync(upTo: 1);
        await DoneAsync(upTo: 98);
        Assert.Empty(_sent);
        await DoneAsync(upTo: 99);
        Assert.Equal([new Ack(1, Multiple: true)], _sent);
    }

    [Fact]
    public async Task Acks_of_one_message_are_sent_as_they_are()
    {
        Learn(eventsAMessage: 20);
        await _window.AckAsync([new Ack(5, Multiple: false)], TestContext.Current.CancellationToken);
        Assert.Equal([new Ack(5, Multiple: false)], _sent);
    }

    private void Learn(int eventsAMessage, WaitedFor waited = WaitedFor.Messages, int batches = 100)
    {
        var message = Messages.Message(1);
        message = message with { Entries = [.. Enumerable.Repeat(Messages.Entry(message), eventsAMessage)] };
        for (var i = 0; i < batches; i++)
        {
            _window.Saw(new Batch([message]), waited);
        }
    }

    private async Task DoneAsync(ulong upTo) =>
        await _window.AckAsync([new Ack(upTo, Multiple: true)], TestContext.Current.CancellationToken);
}
