using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Publisher.Lanes;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Latency;
using RabbitMQ.Client;

namespace Platform.UnitTests.Publisher;

public sealed class BatchTakerTests
{
    private readonly Channel<LaneMessage> _incoming = Channel.CreateUnbounded<LaneMessage>();
    private readonly FakeTimeProvider _clock = new();
    private readonly LaneOptions _options = new() { MaxBatch = 5 };
    private ulong _tag;

    [Fact]
    public async Task Takes_what_is_there_without_waiting()
    {
        Arrive(1, 1, 1);
        Assert.Equal(3UL, (await TakeAsync()).Messages[^1].DeliveryTag);
    }

    [Fact]
    public async Task Stops_at_the_bound_and_leaves_the_rest_for_the_next_batch()
    {
        Arrive(2, 2, 2);
        Assert.Equal(2, (await TakeAsync()).Messages.Count);
        Assert.Single((await TakeAsync()).Messages);
    }

    [Fact]
    public async Task Takes_a_message_that_is_larger_than_the_bound_by_itself()
    {
        Arrive(9, 1);
        Assert.Single((await TakeAsync()).Messages);
        Assert.Single((await TakeAsync()).Messages);
    }

    [Fact]
    public async Task Takes_redelivered_messages_apart_from_new_ones()
    {
        const int MoreThanABatch = 7;
        Arrive(1, 1);
        Arrive(isRedelivered: true, new int[MoreThanABatch]);
        Arrive(1, 1);
        Assert.Equal(2, (await TakeAsync()).Messages.Count);
        Assert.Equal(MoreThanABatch, (await TakeAsync()).Messages.Count);
        Assert.Equal(2, (await TakeAsync()).Messages.Count);
    }

    [Fact]
    public async Task Takes_of_redelivered_messages_no_more_than_256_KiB_at_once()
    {
        foreach (var kibibytes in (int[])[100, 100, 100, 300, 1])
        {
            var message = Messages.Message(++_tag, isRedelivered: true);
            _incoming.Writer.TryWrite(message with { Unread = new("", _tag, true, "", "", new BasicProperties(), new byte[kibibytes * 1024]) });
        }

        Assert.Equal([1UL, 2], (await TakeAsync()).Messages.Select(message => message.DeliveryTag));
        Assert.Equal([3UL], (await TakeAsync()).Messages.Select(message => message.DeliveryTag));
        Assert.Equal([4UL], (await TakeAsync()).Messages.Select(message => message.DeliveryTag));
        Assert.Equal([5UL], (await TakeAsync()).Messages.Select(message => message.DeliveryTag));
    }

    [Fact]
    public async Task Waits_for_others_for_its_window_and_no_longer()
    {
        _options.WindowMs = 10;
        Arrive(1);
        var taking = TakeAsync();
        Assert.False(taking.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(6));
        Arrive(1);
        _clock.Advance(TimeSpan.FromMilliseconds(4));
        Assert.Equal(2, (await taking.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)).Messages.Count);
    }

    [Fact]
    public async Task Window_ends_when_the_batch_is_full()
    {
        _options.WindowMs = 10;
        Arrive(1);
        var taking = TakeAsync();
        Arrive(2, 2);
        Assert.Equal(3, (await taking.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)).Messages.Count);
    }

    private Task<Batch> TakeAsync() =>
        new BatchTaker(Lane.Normal, () => _options, _clock).TakeAsync(_incoming.Reader, TestContext.Current.CancellationToken).AsTask();

    private void Arrive(params int[] events) => Arrive(isRedelivered: false, events);

    private void Arrive(bool isRedelivered, params int[] events)
    {
        foreach (var count in events)
        {
            var message = Messages.Message(++_tag, _clock.NowMs(), isRedelivered);
            _incoming.Writer.TryWrite(message with { Entries = [.. Enumerable.Repeat(Messages.Entry(message), count)] });
        }
    }
}
