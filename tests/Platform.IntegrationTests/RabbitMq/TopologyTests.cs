using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Stack;
using RabbitMQ.Client;

namespace Platform.IntegrationTests.RabbitMq;

public sealed class TopologyTests(Servers servers)
{
    [Fact]
    public async Task Queue_with_other_arguments_is_named_and_its_removal_is_all_that_services_wait_for()
    {
        await using var stack = await PlatformStack.PrepareAsync(servers, new StackShape { Edges = 1 });
        await using var connection = await new ConnectionFactory { Uri = stack.RabbitMq }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await channel.QueueDeclareAsync(
            "events.normal", durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>(Topology.LaneArguments) { ["x-max-length"] = 5 }, cancellationToken: TestContext.Current.CancellationToken);
        ServiceProcess[] services = [stack.Publishers[0], stack.Ingest];
        foreach (var service in services)
        {
            service.Start();
        }

        foreach (var service in services)
        {
            var why = await WhyNotReadyAsync(service, why => why.Contains("inequivalent", StringComparison.Ordinal));
            Assert.Contains("inequivalent arg 'x-max-length' for queue 'events.normal'", why, StringComparison.Ordinal);
            Assert.Contains("Drain and delete it", why, StringComparison.Ordinal);
        }

        await channel.QueueDeleteAsync("events.normal", cancellationToken: TestContext.Current.CancellationToken);
        foreach (var service in services)
        {
            await service.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> WhyNotReadyAsync(ServiceProcess service, Func<string, bool> isIt)
    {
        using var http = new HttpClient { BaseAddress = service.Url };
        for (var deadline = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(100))
        {
            var why = "no answer";
            try
            {
                using var answer = await http.GetAsync(Routes.Ready, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
                // As text, not as JSON writes quotes.
                why = string.Join('\n', body.GetProperty("waiting_for").EnumerateObject().Select(each => each.Value.GetString()));
            }
            catch (HttpRequestException)
            {
                // It has not started yet.
            }

            if (isIt(why))
            {
                using var live = await http.GetAsync(Routes.Live, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, live.StatusCode);
                return why;
            }

            Assert.True(DateTime.UtcNow < deadline, why);
        }
    }
}
