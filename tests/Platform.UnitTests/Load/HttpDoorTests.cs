using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Platform.Contracts.Lanes;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Rig;

namespace Platform.UnitTests.Load;

public sealed class HttpDoorTests
{
    private readonly Refusals _refusals = new();

    [Fact]
    public async Task What_was_refused_is_sent_again_and_counted()
    {
        var outcomes = await SendAsync(Answer(503), Answer(429), Answer(202));

        Assert.Equal([Outcome.Accepted], outcomes);
        Assert.Equal([("429", 1L), ("503", 1L)], _refusals.Answers.Select(answer => (answer.Key, answer.Value)));
    }

    [Theory]
    [InlineData(429, "{}", nameof(Outcome.Refused))]
    [InlineData(429, """{"maybe_queued":true}""", nameof(Outcome.Unknown))]
    [InlineData(503, """{"maybe_queued":true}""", nameof(Outcome.Unknown))]
    [InlineData(502, "no problem at all", nameof(Outcome.Unknown))]
    public async Task What_is_refused_to_the_end_may_arrive_only_if_it_may_be_queued(int status, string body, string expected)
    {
        // Longer than the producer's patience.
        var outcomes = await SendAsync(Answer(status, body, retryAfterSeconds: 3600));

        Assert.Equal([expected], outcomes.Select(outcome => $"{outcome}"));
        Assert.Equal([($"{status}", 1L)], _refusals.Answers.Select(answer => (answer.Key, answer.Value)));
    }

    [Fact]
    public async Task A_mistake_of_the_caller_ends_the_run() =>
        await Assert.ThrowsAsync<CannotRunException>(() => SendAsync(Answer(401)));

    private async Task<List<Outcome>> SendAsync(params HttpResponseMessage[] answers)
    {
        var outcomes = new List<Outcome>();
        using var gateway = new HttpClient(new Script(answers)) { BaseAddress = new Uri("http://127.0.0.1") };
        var bundle = new Bundle([new SentEvent(0, 0, Lane.Normal, 0, 0)], Encoding.UTF8.GetBytes("{}"), (_, outcome, _) => outcomes.Add(outcome));
        await new HttpDoor(gateway, "key", _refusals).SendAsync(bundle, TestContext.Current.CancellationToken);
        return outcomes;
    }

    private static HttpResponseMessage Answer(int status, string body = "{}", int retryAfterSeconds = 0) => new((HttpStatusCode)status)
    {
        Content = new StringContent(body),
        Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(retryAfterSeconds)) },
    };

    /// <summary>Answers one request after the other.</summary>
    private sealed class Script(IReadOnlyList<HttpResponseMessage> answers) : HttpMessageHandler
    {
        private int _next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answers[_next++]);
    }
}
