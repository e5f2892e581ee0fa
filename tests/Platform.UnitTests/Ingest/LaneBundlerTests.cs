using Platform.Contracts.Lanes;
using Platform.Ingest;
using Platform.Ingest.HandOver;

namespace Platform.UnitTests.Ingest;

public sealed class LaneBundlerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<(Bundle Bundle, TaskCompletionSource<Outcome> Answer)> _sent = [];
    private readonly IngestOptions _options = new() { MaxBundlesInFlight = 2, MaxBundleEvents = 4, MaxBundleBytes = 1024 };

    [Fact]
    public void Whoever_comes_while_a_slot_is_free_is_sent_at_once()
    {
        Add(Bundler(), 0, 1);

        Assert.Equal([[0], [1]], Sent());
    }

    [Fact]
    public void What_comes_while_all_are_in_flight_goes_together_when_the_next_is_free()
    {
        Add(Bundler(), 0, 1, 2, 3, 4);

        Assert.Equal(2, _sent.Count);
        _sent[1].Answer.SetResult(Outcome.Confirmed);
        Assert.Equal([[0], [1], [2, 3, 4]], Sent());
    }

    [Fact]
    public void A_bundle_keeps_to_its_limits_and_to_the_order()
    {
        Add(Bundler(), 0, 1, 2, 3, 4, 5, 6, 7, 8);

        _sent[0].Answer.SetResult(Outcome.Confirmed);
        _sent[1].Answer.SetResult(Outcome.Confirmed);
        Assert.Equal([[0], [1], [2, 3, 4, 5], [6, 7, 8]], Sent());
    }

    [Fact]
    public void A_bundle_keeps_to_its_limit_of_bytes()
    {
        _options.MaxBundleBytes = 2 + (2 * (Bundles.Pending(0).Json.Length + 1));
        Add(Bundler(), 0, 1, 2, 3, 4);

        _sent[0].Answer.SetResult(Outcome.Confirmed);
        Assert.Equal([[0], [1], [2, 3]], Sent());
        Assert.InRange(_sent[2].Bundle.Body.Length, 1, _options.MaxBundleBytes);
    }

    [Fact]
    public async Task All_requests_of_a_bundle_learn_its_outcome()
    {
        var events = Add(Bundler(), 0, 1, 2, 3);

        _sent[0].Answer.SetResult(Outcome.Confirmed);
        _sent[2].Answer.SetResult(Outcome.Refused);

        Assert.Equal(Outcome.Confirmed, await events[0].WaitAsync(Patience, TimeProvider.System));
        Assert.Equal(Outcome.Refused, await events[2].WaitAsync(Patience, TimeProvider.System));
        Assert.Equal(Outcome.Refused, await events[3].WaitAsync(Patience, TimeProvider.System));
    }

    [Fact]
    public async Task What_a_request_gave_up_before_it_was_sent_is_never_sent()
    {
        var events = Add(Bundler(), 0, 1, 2, 3);

        Assert.Equal(Outcome.Unknown, await events[0].WaitAsync(TimeSpan.Zero, TimeProvider.System));
        Assert.Equal(Outcome.Away, await events[2].WaitAsync(TimeSpan.Zero, TimeProvider.System));
        _sent[0].Answer.SetResult(Outcome.Confirmed);

        Assert.Equal([[0], [1], [3]], Sent());
    }

    [Fact]
    public void A_slot_that_found_nothing_to_send_is_free_again()
    {
        var bundler = Bundler();
        for (var i = 0; i < 10; i++)
        {
            Add(bundler, i);
            _sent[i].Answer.SetResult(Outcome.Unknown);
        }

        Assert.Equal(10, _sent.Count);
    }

    [Fact]
    public void A_broker_that_answers_at_once_does_not_exhaust_the_stack()
    {
        var bundler = new LaneBundler(Lane.Normal, _options, bundle =>
        {
            _sent.Add((bundle, new TaskCompletionSource<Outcome>()));
            return _sent.Count <= 2 ? _sent[^1].Answer.Task : Task.FromResult(Outcome.Away);
        });
        Add(bundler, [.. Enumerable.Range(0, 400_000)]);

        _sent[0].Answer.SetResult(Outcome.Away);

        Assert.Equal(400_000, _sent.Sum(sent => sent.Bundle.Count));
    }

    [Fact]
    public void A_bundle_was_accepted_when_its_oldest_event_was() =>
        Assert.Equal(5, new Bundle(Lane.High, [Bundles.Pending(0, 9.5), Bundles.Pending(1, 5), Bundles.Pending(2, 7)]).AcceptedAt);

    private LaneBundler Bundler() => new(Lane.Normal, _options, bundle =>
    {
        var answer = new TaskCompletionSource<Outcome>();
        _sent.Add((bundle, answer));
        return answer.Task;
    });

    private static List<PendingEvents> Add(LaneBundler bundler, params int[] numbers)
    {
        var all = numbers.Select(number => Bundles.Pending(number)).ToList();
        all.ForEach(bundler.Add);
        return all;
    }

    private int[][] Sent() => _sent.Select(sent => Bundles.Numbers(sent.Bundle)).ToArray();
}
