using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Publisher.Lanes;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Latency;

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
        Arrive(isRedelivered: true, 0, 0, 0);
        Arrive(1, 1);
        Assert.Equal(3, (await TakeAsync()).Messages.Count);
        Assert.Equal(2, (await TakeAsync()).Messages.Count);
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
