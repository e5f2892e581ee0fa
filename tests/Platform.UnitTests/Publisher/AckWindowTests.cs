using Microsoft.Extensions.Time.Testing;
using Platform.Publisher.Lanes;

namespace Platform.UnitTests.Publisher;

public sealed class AckWindowTests
{
    private readonly List<Ack> _sent = [];
    private readonly LaneOptions _options = new() { MaxInHand = 400, MaxBatch = 200 };
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
            new FakeTimeProvider());

    [Fact]
    public async Task Single_events_are_acked_at_once()
    {
        Learn(eventsAMessage: 1);
        await DoneAsync(upTo: 7);
        Assert.Equal([new Ack(7, Multiple: true)], _sent);
        Assert.Null(_window.NextLook(isUnderWay: true));
    }

    [Fact]
    public async Task Messages_of_many_events_stay_unacked_so_that_fewer_are_handed_out()
    {
        Learn(eventsAMessage: 20);
        for (ulong tag = 10; tag <= 100; tag += 10)
        {
            await DoneAsync(tag);
        }

        // 400 events are 20 messages; of the prefetch of 100, 80 are withheld.
        Assert.Equal([new Ack(10, Multiple: true), new Ack(20, Multiple: true)], _sent);
    }

    [Fact]
    public async Task Where_whole_shares_wait_fewer_are_handed_out_and_where_they_do_not_all_are_again()
    {
        Learn(eventsAMessage: 20, messagesABatch: 5);
        await DoneAsync(upTo: 95);
        await DoneAsync(upTo: 100);
        await DoneAsync(upTo: 185);

        // 300 events are 15 messages; of the prefetch of 100, 85 are withheld.
        Assert.Equal([new Ack(100, Multiple: true)], _sent);

        Learn(eventsAMessage: 20);
        await DoneAsync(upTo: 266);
        Assert.Equal(new Ack(185, Multiple: true), _sent[^1]);
    }

    [Fact]
    public void Share_that_is_worth_an_append_is_that_of_what_may_be_in_hand()
    {
        Learn(eventsAMessage: 20);
        Assert.Equal(100, _window.WorthAnAppend);

        Learn(eventsAMessage: 20, messagesABatch: 5);
        Assert.Equal(75, _window.WorthAnAppend);

        Learn(eventsAMessage: 1);
        Assert.Equal(25, _window.WorthAnAppend);
    }

    [Fact]
    public async Task Batch_without_room_for_another_message_is_a_whole_one()
    {
        _options.MaxBatch = 50;
        Learn(eventsAMessage: 20, messagesABatch: 2);
        await DoneAsync(upTo: 84);
        await DoneAsync(upTo: 169);
        Assert.Equal([new Ack(84, Multiple: true)], _sent);
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
        await DoneAsync(upTo: 50);
        await DoneAsync(upTo: 148);
        Assert.Equal([new Ack(50, Multiple: true)], _sent);
    }

    [Fact]
    public async Task Acks_of_one_message_are_sent_as_they_are()
    {
        Learn(eventsAMessage: 20);
        await _window.AckAsync([new Ack(5, Multiple: false)], TestContext.Current.CancellationToken);
        Assert.Equal([new Ack(5, Multiple: false)], _sent);
    }

    private void Learn(int eventsAMessage, int messagesABatch = 1)
    {
        var message = Messages.Message(1);
        message = message with { Entries = [.. Enumerable.Repeat(Messages.Entry(message), eventsAMessage)] };
        for (var i = 0; i < 100; i++)
        {
            _window.Saw(new Batch([.. Enumerable.Repeat(message, messagesABatch)]));
        }
    }

    private async Task DoneAsync(ulong upTo) =>
        await _window.AckAsync([new Ack(upTo, Multiple: true)], TestContext.Current.CancellationToken);
}
