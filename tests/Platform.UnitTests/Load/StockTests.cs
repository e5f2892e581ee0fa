using System.Diagnostics;
using System.Text.Json;
using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Stock;

namespace Platform.UnitTests.Load;

public sealed class StockTests
{
    [Fact]
    public void Its_processes_run_with_the_run_time_settings_of_the_services()
    {
        using var service = Settings("Platform.Ingest");
        using var tool = Settings("Platform.Load");
        var (services, tools) = (service.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties"), tool.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties"));

        Assert.Equal(services.GetProperty("System.GC.Server").GetBoolean() ? "1" : "0", StockProcess.Runtime["DOTNET_gcServer"]);
        Assert.Equal(services.TryGetProperty("System.GC.Concurrent", out var concurrent) && !concurrent.GetBoolean() ? "0" : "1", StockProcess.Runtime["DOTNET_gcConcurrent"]);
        Assert.Equal(services.GetProperty("System.Runtime.TieredPGO").GetBoolean() ? "1" : "0", StockProcess.Runtime["DOTNET_TieredPGO"]);
        Assert.All(
            ["System.Threading.ThreadPool.UnfairSemaphoreSpinLimit", "System.Runtime.TieredCompilation.CallCountingDelayMs"],
            shared => Assert.Equal(services.GetProperty(shared).GetInt32(), tools.GetProperty(shared).GetInt32()));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "1")]
    public void They_share_the_cores_as_the_services_do(bool isBatch, string? minWorkers)
    {
        var wanted = new SharedCores(isBatch, minWorkers);
        using var process = Process.Start(wanted.Start("sleep", "60"))!;
        try
        {
            // chrt sets the policy and then becomes the program.
            Assert.True(SpinWait.SpinUntil(() => SharedCores.Of(process.Id) == wanted, TimeSpan.FromSeconds(30)));
        }
        finally
        {
            process.Kill();
        }
    }

    [Theory]
    [InlineData(nameof(ChannelKind.User))]
    [InlineData(nameof(ChannelKind.Topic))]
    public void It_reads_the_events_that_the_tool_writes(string kind)
    {
        var channels = new LoadChannels(Enum.Parse<ChannelKind>(kind), 3);
        var body = new LoadEventWriter(run: 7, channels, payloadBytes: 200).Write([new SentEvent(0, 2, Lane.High, 5, 1)], asArray: false);

        var read = JsonSerializer.Deserialize<StockEvent>(body.Span)!;

        Assert.Equal((channels.NameOf(2), "high"), (read.Channel, read.Priority));
        Assert.Equal(5, read.Data.GetProperty("sequence").GetInt32());
    }

    [Fact]
    public async Task Events_of_a_bundle_become_messages_of_their_own()
    {
        var sent = Enumerable.Range(0, 3).Select(number => new SentEvent(0, 0, Lane.Normal, number, 1)).ToArray();
        var body = new LoadEventWriter(run: 7, new LoadChannels(ChannelKind.User, 1), payloadBytes: 20).Write(sent, asArray: true);
        var door = new RecordingDoor();

        await new SinglesDoor(door).SendAsync(new Bundle(sent, body, (_, _, _) => { }), TestContext.Current.CancellationToken);

        Assert.Equal([0, 1, 2], door.Bundles.Select(bundle => Assert.Single(bundle.Events).Sequence));
        Assert.Equal([0, 1, 2], door.Bundles.Select(bundle => JsonSerializer.Deserialize<StockEvent>(bundle.Body.Span)!.Data.GetProperty("sequence").GetInt32()));
    }

    private static JsonDocument Settings(string assembly) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"{assembly}.runtimeconfig.json")));

    private sealed class RecordingDoor : IEventDoor
    {
        public List<Bundle> Bundles { get; } = [];

        public ValueTask SendAsync(Bundle bundle, CancellationToken cancellationToken)
        {
            Bundles.Add(bundle);
            return ValueTask.CompletedTask;
        }

        public Task SettleAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
