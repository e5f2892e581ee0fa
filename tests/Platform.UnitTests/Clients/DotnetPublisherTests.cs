using System.Net;
using Microsoft.Extensions.Time.Testing;
using Platform.Client;
using Platform.Client.Access;
using Platform.Client.Latency;
using Platform.Client.Publish;

namespace Platform.UnitTests.Clients;

public sealed class DotnetPublisherTests
{
    [Fact]
    public async Task Try_without_an_answer_is_given_up_and_made_again_with_the_same_id()
    {
        var time = new FakeTimeProvider();
        using var silent = new SilentOnce();
        using var http = new HttpClient(silent) { BaseAddress = new Uri("http://platform") };
        var options = new PlatformClientOptions { GetToken = _ => Task.FromResult("token"), Time = time };
        var publisher = new Platform.Client.Publish.Publisher(http, options, new Tokens(options, new ServerClock(time)));

        var publishing = publisher.PublishAsync([new EventDraft { EventType = "t", Data = 1 }], TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!publishing.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, patience.Token);
        }

        await publishing;
        Assert.Equal(2, silent.Bodies.Count);
        Assert.Equal(silent.Bodies[0], silent.Bodies[1]);
    }

    private sealed class SilentOnce : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            if (Bodies.Count == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return new HttpResponseMessage(HttpStatusCode.Accepted);
        }
    }
}
