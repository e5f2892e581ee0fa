using Platform.Client.Place;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;

namespace Platform.UnitTests.Clients;

public sealed class ChannelSubscriptionTests
{
    private int _overflows;

    [Fact]
    public async Task Position_is_behind_what_the_loop_has_finished_with()
    {
        var subscription = Live();
        subscription.Stream.Take(Event(1));
        subscription.Stream.Take(Event(2));
        Assert.Equal(0, subscription.Position!.Offsets.Normal);

        await using var loop = subscription.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await loop.MoveNextAsync());
        Assert.Equal(0, subscription.Position!.Offsets.Normal);
        Assert.True(await loop.MoveNextAsync());
        Assert.Equal(1, subscription.Position!.Offsets.Normal);
        var next = loop.MoveNextAsync();
        Assert.Equal(2, subscription.Position!.Offsets.Normal);
        subscription.End();
        Assert.False(await next);
    }

    [Fact]
    public async Task Handler_that_throws_neither_stops_the_channel_nor_keeps_others_from_hearing()
    {
        var subscription = Live();
        var heard = 0;
        subscription.Missed += _ => throw new InvalidOperationException("The app's own.");
        subscription.Missed += _ => heard++;
        subscription.Stream.Skip(new GapMessage("topic:x", "normal", 1, 4, "E"));
        subscription.Stream.Take(Event(5));

        await using var loop = subscription.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await loop.MoveNextAsync());
        Assert.Equal((5, 1), (loop.Current.Offset, heard));
    }

    [Fact]
    public async Task Loop_that_is_too_far_behind_fails_and_its_position_stays()
    {
        var subscription = Live();
        for (var offset = 1; offset <= 10_002; offset++)
        {
            subscription.Stream.Take(Event(offset));
        }

        var got = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var e in subscription)
            {
                got++;
            }
        });
        Assert.Equal((10_000, 1), (got, _overflows));
        Assert.Equal(10_000, subscription.Position!.Offsets.Normal);
    }

    [Fact]
    public async Task Second_ask_waits_for_the_first_ones_answer_and_goes_on_from_it()
    {
        var subscription = Subscription();
        var connection = new object();
        var asked = new List<SubscribeRequest>();
        var first = new TaskCompletionSource<SubscribeAnswer>();
        Task<SubscribeAnswer> AskAsync(SubscribeRequest request)
        {
            asked.Add(request);
            return asked.Count == 1 ? first.Task : Task.FromResult(Answer(5, recovered: true));
        }

        var one = subscription.Asks.AskAsync(connection, AskAsync, () => false);
        var two = subscription.Asks.AskAsync(connection, AskAsync, () => false);
        Assert.Single(asked);

        first.SetResult(Answer(5));
        await Task.WhenAll(one, two);
        Assert.Equal([null, 5], asked.Select(request => request.Offsets?.Normal));
    }

    private ChannelSubscription Live()
    {
        var subscription = Subscription();
        subscription.Answered(Answer(0));
        return subscription;
    }

    private ChannelSubscription Subscription() =>
        new("topic:x", null, TimeProvider.System, _ => { }, _ => { }, _ => _overflows++);

    private static SubscribeAnswer Answer(long normal, bool recovered = false) =>
        new("topic:x", "E", new Offsets { Critical = 0, High = 0, Normal = normal }, recovered, null);

    private static PlatformEvent Event(long offset) => new($"{offset}", "t", "topic:x", Lane.Normal, offset, 0, default, default);
}
