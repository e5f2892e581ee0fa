using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Contracts.Names;
using Platform.Metrics;
using Platform.Metrics.Alerts;
using Platform.Metrics.Digests;
using Platform.Metrics.Journal;
using Platform.Metrics.Latency;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Latency;
using StackExchange.Redis;

namespace Platform.UnitTests.Metrics;

// One entry that could not be read stopped every replica that came to it, and each again when it had started anew.
public sealed class UnreadableTests : IDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Lines _lines = new();
    private readonly Timeline _timeline = new();
    private readonly SlidingWindow _window;
    private readonly LiveInstances _instances;
    private readonly Unreadable _unreadable;
    private readonly DigestIntake _intake;
    private long _skipped;

    public UnreadableTests()
    {
        (_window, _instances) = (new SlidingWindow(_timeline), new LiveInstances(_timeline));
        _unreadable = new Unreadable(_meters.GetRequiredService<IMeterFactory>(), new FakeTimeProvider(), _lines);
        _intake = new DigestIntake(_window, _instances, _timeline, _unreadable);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "platform.metrics.unreadable" && instrument.Meter.Scope == _meters.GetRequiredService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => _skipped += count);
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void A_bad_digest_is_left_out_counted_and_told_of_once()
    {
        var good = Digest(Digests.Of(Stage.Total, Lane.Normal, "insight", 4));
        string[] bad =
        [
            "",
            "not JSON",
            "null",
            "{}",
            good.Replace("\"edge-1\"", "null", StringComparison.Ordinal),
            good.Replace("\"Histograms\":[", "\"Histograms\":null,\"Others\":[", StringComparison.Ordinal),
            good.Replace("\"Histogram\":\"", "\"Histogram\":\"!", StringComparison.Ordinal),
        ];
        foreach (var body in bad)
        {
            _intake.Take(DigestJournal.ReadEntry(Entry(body)));
        }

        var withoutMessage = new StreamEntry("1000000-0", [new NameValueEntry("d", good)]);
        _intake.Take(DigestJournal.ReadEntry(withoutMessage));
        _intake.Take(DigestJournal.ReadEntry(Entry(good)));

        _intake.Release(1_000);
        Assert.Equal(1, Assert.Single(_window.Read(WindowLength.Minute)).Values.Total);
        Assert.Equal((bad.Length + 1, 1), (_skipped, _lines.Count));
    }

    [Fact]
    public void Of_a_digest_with_a_stage_that_nobody_knows_yet_the_others_count()
    {
        var known = Assert.Single(Digests.Of(Stage.Total, Lane.Normal, "insight", 4, 5));
        StageHistogram?[] histograms =
        [
            known with { Stage = (Stage)99 },
            known with { Lane = (Lane)7 },
            known with { Histogram = [1, 2, 3] },
            // Of no value there is no average, which JSON has no word for.
            known with { Stage = Stage.Batch, Histogram = LatencyHistogram.Encode([]) },
            null,
            known,
        ];
        _intake.Take(DigestJournal.ReadEntry(Entry(Digest(histograms!))));
        _intake.TakeUnwritten(Guid.NewGuid(), Digests.FromEdge("edge-2", NoLoad) with { Histograms = histograms! });

        _intake.Release(1_001);
        var latency = new LatencyReport(_window, _instances, _timeline, new StaticOptions<MetricsOptions>(new MetricsOptions())).Read()!;
        Assert.Equal(["written", "total"], latency.ByStage.Keys);
        Assert.Equal((2, 10), (latency.CurrentStats.Count, _skipped));
    }

    [Fact]
    public void A_minute_that_is_damaged_is_left_out_and_one_with_an_unknown_stage_in_part()
    {
        var values = ValueCounts.Decode(Digests.Of(Stage.Batch, Lane.High, "insight", 1, 2, 30)[0].Histogram);
        (Series, ValueCounts)[] minute = [(new Series((Stage)99, Lane.High, "insight"), values), (new Series(Stage.Batch, Lane.High, "insight"), values)];
        var written = MinuteFormat.Write(minute);

        Assert.True(MinuteFormat.TryRead(written, out var read));
        Assert.Equal(new Series(Stage.Batch, Lane.High, "insight"), Assert.Single(read).Series);
        Assert.False(MinuteFormat.TryRead([], out _));
        Assert.False(MinuteFormat.TryRead(written[..^3], out _));
        for (var i = 0; i < written.Length; i++)
        {
            // Whatever it says: it does not throw.
            MinuteFormat.TryRead([.. written[..i], (byte)~written[i], .. written[(i + 1)..]], out _);
        }
    }

    [Fact]
    public void Alerts_whose_states_are_damaged_begin_anew()
    {
        var store = new AlertStore(null!, new RedisNames("test"), _unreadable, Options.Create(new ServiceOptions { Name = "metrics" }));
        Assert.Empty(store.Read("not JSON"u8.ToArray()));
        Assert.Empty(store.Read("""[{"name":null,"state":"ok"}]"""u8.ToArray()));
        Assert.Empty(store.Read("[null]"u8.ToArray()));
        Assert.Equal((2, 1), (_skipped, _lines.Count));

        var state = AlertSteps.Next(new AlertRule { Name = "queue" }, null, 1, 5);
        Assert.Equal(state, Assert.Single(store.Read(JsonSerializer.SerializeToUtf8Bytes(new[] { state }))));
    }

    private static EdgeLoad NoLoad => new(new Dictionary<string, int>(), 0, 0, 0, 0);

    private static string Digest(IReadOnlyList<StageHistogram> histograms) =>
        JsonSerializer.Serialize(Digests.FromEdge("edge-1", NoLoad) with { Histograms = histograms });

    private static StreamEntry Entry(string digest) => new("1000000-0", [new NameValueEntry("d", digest), new NameValueEntry("m", Guid.NewGuid().ToByteArray())]);

    private sealed class Lines : ILogger<Unreadable>
    {
        public int Count { get; private set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Count++;
    }
}
