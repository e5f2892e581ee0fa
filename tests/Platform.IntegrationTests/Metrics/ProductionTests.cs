using System.Net;
using System.Text.Json;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Security;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Metrics;

/// <summary>The metrics service outside Development, where nothing is open that need not be.</summary>
public sealed class ProductionTests(Servers servers)
{
    private const string SigningKey = "a secret of production that is long enough to be one";

    private static readonly string[] Figures = [Routes.LatencyMetrics, Routes.LatencySeries, Routes.ThroughputMetrics, Routes.Alerts];

    [Fact]
    public async Task Figures_need_the_scope_metrics_read_and_their_description_needs_nothing()
    {
        await using var stack = await StartAsync();
        using var door = new HttpDoor(stack.Metrics);
        foreach (var path in Figures)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await door.GetAsync(path)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await door.GetAsync(path, Jwt.Hs256(Claims("metrics:read")))).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await door.GetAsync(path, Jwt.Hs256(Claims("publish admin"), SigningKey))).Status);
            Assert.Equal(HttpStatusCode.OK, (await door.GetAsync(path, Jwt.Hs256(Claims("publish metrics:read"), SigningKey))).Status);
        }

        var description = (await door.GetAsync(Routes.PerformanceSpec)).Body;
        Assert.Equal(Figures.Order(), description.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order());
        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            var get = path.Value.GetProperty("get");
            Assert.NotEmpty(get.GetProperty("summary").GetString()!);
            var content = get.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json");
            Assert.NotEqual(JsonValueKind.Null, content.GetProperty("example").ValueKind);
            Assert.All(Parameters(get), parameter => Assert.NotEmpty(parameter.GetProperty("schema").GetProperty("enum").EnumerateArray()));
        }
    }

    [Fact]
    public async Task Each_line_of_its_log_is_an_object()
    {
        await using var stack = await StartAsync();
        var lines = await stack.Metrics.LogAsync();

        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            using var json = JsonDocument.Parse(line);
            Assert.True(json.RootElement.TryGetProperty("level", out _) && json.RootElement.TryGetProperty("message", out _), line);
        });
    }

    private async Task<PlatformStack> StartAsync()
    {
        var stack = await PlatformStack.PrepareAsync(servers, new StackShape
        {
            Settings = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Auth__SigningKey"] = SigningKey },
        });
        stack.Metrics.Start();
        await stack.Metrics.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        return stack;
    }

    private static IEnumerable<JsonElement> Parameters(JsonElement get) => get.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    private static Dictionary<string, object> Claims(string scope) => new(Jwt.Claims("operator")) { ["scope"] = scope };
}
