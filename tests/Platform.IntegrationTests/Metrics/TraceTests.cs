using System.Diagnostics;
using System.Text;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Stack;
using RabbitMQ.Client;

namespace Platform.IntegrationTests.Metrics;

public sealed class TraceTests(Servers servers)
{
    private static readonly string[] Hops = ["lane critical", "batch critical", "backplane critical", "outbox critical"];

    [Fact]
    public async Task One_trace_shows_all_hops_of_a_critical_event_whether_it_came_over_HTTP_or_AMQP()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        using var collector = new SpanCollector(address);
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Edges = 1,
            Settings = new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["Tracing__SampleRatio"] = "0",
            },
        });
        var client = await stack.ConnectAsync("traced");

        var (overHttp, overAmqp, unrecorded) = (NewTrace("01"), NewTrace("01"), NewTrace("00"));
        await PublishOverHttpAsync(stack, "http", overHttp);
        await PublishOverHttpAsync(stack, "unrecorded", unrecorded);
        await PublishOverAmqpAsync(stack, "amqp", overAmqp);
        await client.WaitForAsync(3);

        var spans = await SpansAsync(collector, overHttp, Hops.Length + 2);
        Assert.Equal(Hops.Order(), spans.Select(span => span.Name).Where(Hops.Contains).Order());
        Assert.Equal(
            ["platform-edge", "platform-gateway", "platform-ingest", "platform-publisher"], spans.Select(span => span.Service).Distinct().Order());
        // The gateway passes the producer's context on as it came: its span and ingest's are below the producer's, the event's way below ingest's.
        var gateway = Assert.Single(spans, span => span.Service == "platform-gateway");
        var ingest = Assert.Single(spans, span => span.Service == "platform-ingest");
        Assert.Equal((overHttp.Split('-')[2], overHttp.Split('-')[2]), (gateway.ParentId, ingest.ParentId));
        Assert.All(spans.Where(span => Hops.Contains(span.Name)), span => Assert.Equal(ingest.SpanId, span.ParentId));

        var direct = await SpansAsync(collector, overAmqp, Hops.Length);
        Assert.Equal(Hops.Order(), direct.Select(span => span.Name).Order());
        Assert.All(direct, span => Assert.Equal(overAmqp.Split('-')[2], span.ParentId));

        Assert.DoesNotContain(collector.Spans, span => span.TraceId == unrecorded.Split('-')[1]);
        // Probes, the hub's connection and events without a trace leave no spans at a ratio of nothing.
        Assert.All(collector.Spans, span => Assert.Contains(span.TraceId, (string[])[overHttp.Split('-')[1], overAmqp.Split('-')[1]]));
    }

    private static string NewTrace(string flags) => $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-{flags}";

    private static string Event(string id) => $$"""{"event_type":"traced","id":"{{id}}","priority":"critical","user_id":"traced","data":1}""";

    private static async Task PublishOverHttpAsync(PlatformStack stack, string id, string trace)
    {
        // Without an activity of this process, which the client would put in place of the header.
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = stack.Gateway.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.Events) { Content = new StringContent(Event(id), Encoding.UTF8, "application/json") };
        request.Headers.Add("X-API-Key", "dev-key");
        request.Headers.Add("traceparent", trace);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task PublishOverAmqpAsync(PlatformStack stack, string id, string trace)
    {
        await using var connection = await new ConnectionFactory { Uri = stack.RabbitMq }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), TestContext.Current.CancellationToken);
        var properties = new BasicProperties { Headers = new Dictionary<string, object?> { ["traceparent"] = trace } };
        await channel.BasicPublishAsync(Topology.Events, "critical", true, properties, Encoding.UTF8.GetBytes(Event(id)), TestContext.Current.CancellationToken);
    }

    private static async Task<List<Span>> SpansAsync(SpanCollector collector, string trace, int atLeast)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            var spans = collector.Spans.Where(span => span.TraceId == trace.Split('-')[1]).ToList();
            if (spans.Count >= atLeast)
            {
                return spans;
            }

            Assert.True(DateTime.UtcNow < deadline, $"Only {string.Join(", ", spans)} came.");
        }
    }
}
