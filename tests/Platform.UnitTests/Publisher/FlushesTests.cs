using Platform.Publisher.Lanes;

namespace Platform.UnitTests.Publisher;

public sealed class FlushesTests
{
    private readonly Incoming _incoming = new();
    private readonly Flushes _flushes = new();
    private ulong _tag;

    [Fact]
    public async Task First_flush_may_start_at_once()
    {
        Assert.True(Room(enough: 10).IsCompleted);
        Assert.Equal(WaitedFor.Nothing, await Room(enough: 10));
    }

    [Fact]
    public void Another_waits_for_the_one_under_way_while_few_events_wait()
    {
        _flushes.Add(new TaskCompletionSource().Task);
        Arrive(4);
        Assert.False(Room(enough: 5).IsCompleted);
    }

    [Fact]
    public async Task Another_starts_beside_it_once_enough_events_wait()
    {
        _flushes.Add(new TaskCompletionSource().Task);
        var room = Room(enough: 5);
        Arrive(5);
        Assert.Equal(WaitedFor.Messages, await Soon(room));
    }

    [Fact]
    public async Task Another_starts_when_the_one_under_way_is_done_however_few_wait()
    {
        TaskCompletionSource first = new();
        _flushes.Add(first.Task);
        var room = Room(enough: 5);
        first.SetResult();
        Assert.Equal(WaitedFor.Messages, await Soon(room));
    }

    [Fact]
    public async Task No_more_are_under_way_than_may_be()
    {
        TaskCompletionSource first = new();
        _flushes.Add(first.Task);
        _flushes.Add(new TaskCompletionSource().Task);
        Arrive(100);
        var room = Room(enough: 5);
        Assert.False(room.IsCompleted);
        first.SetResult();
        Assert.Equal(WaitedFor.Room, await Soon(room));
    }

    [Fact]
    public async Task Few_events_that_came_while_none_might_start_did_not_wait_for_room()
    {
        TaskCompletionSource first = new();
        _flushes.Add(first.Task);
        var room = _flushes.RoomAsync(_incoming, enough: 5, atMost: 1, WaitedFor.Messages);
        Arrive(1);
        first.SetResult();
        Assert.Equal(WaitedFor.Messages, await Soon(room));
    }

    [Fact]
    public async Task What_was_waited_for_before_holds_when_there_is_room_at_once() =>
        Assert.Equal(WaitedFor.Messages, await Soon(_flushes.RoomAsync(_incoming, enough: 5, atMost: 2, WaitedFor.Messages)));

    [Fact]
    public async Task What_a_batch_took_waits_no_more()
    {
        _flushes.Add(new TaskCompletionSource().Task);
        Arrive(5);
        Assert.Equal(WaitedFor.Nothing, await Soon(Room(enough: 5)));
        Assert.True(_incoming.Reader.TryRead(out var message));
        _incoming.Took(new Batch([message]));
        Assert.False(Room(enough: 5).IsCompleted);
    }

    [Fact]
    public async Task What_ended_a_flush_comes_out()
    {
        _flushes.Add(Task.FromException(new InvalidOperationException("away")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Room(enough: 5));
        await _flushes.SettleAsync();
    }

    private Task<WaitedFor> Room(int enough) => _flushes.RoomAsync(_incoming, enough, atMost: 2, WaitedFor.Nothing);

    private void Arrive(int events)
    {
        var message = Messages.Message(++_tag);
        _incoming.Add(message with { Entries = [.. Enumerable.Repeat(Messages.Entry(message), events)] });
    }

    private static Task<WaitedFor> Soon(Task<WaitedFor> task) => task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
}
