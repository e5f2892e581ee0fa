using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Lanes;
using Platform.Edge.Channels;

namespace Platform.UnitTests.Edge;

public sealed class SlowEventTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string Trace = $"00-{TraceId}-b7ad6b7169203331-01";

    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly Lines _lines = new();
    private readonly SlowEvents _slow;
    private long _counted;

    public SlowEventTests()
    {
        var meters = _meters.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "platform.edge.slow_events" && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => _counted += count);
        _listener.Start();
        _slow = new SlowEvents(meters, new StaticOptions<SlowEventOptions>(new SlowEventOptions()), _clock, _lines);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void All_are_counted_and_one_line_in_ten_seconds_tells_of_them_with_the_trace_of_the_one_that_it_names()
    {
        foreach (var milliseconds in (double[])[10, 12.5, 30, 40])
        {
            _slow.Written(Lane.High, "insight", milliseconds, Trace);
        }

        Assert.Equal(3, _counted);
        var (line, trace) = Assert.Single(_lines.All);
        Assert.StartsWith("An event took 12.5 ms until it was written (insight, lane high)", line, StringComparison.Ordinal);
        Assert.Equal(TraceId, trace);

        _clock.Advance(TimeSpan.FromSeconds(10));
        _slow.Written(Lane.High, "insight", 50, trace: null);
        Assert.NotEqual(TraceId, _lines.All[1].TraceId);
        Assert.EndsWith(": 3.", _lines.All[1].Text, StringComparison.Ordinal);
    }

    // Who came back and read on from history was in no figure of the dashboard.
    [Fact]
    public void Messages_are_those_that_came_live_and_those_from_history()
    {
        _slow.Delivered(Lane.High, 1_000);
        _slow.CaughtUp(Lane.Normal, 30);
        Assert.Equal(1_030, _slow.Messages);
    }

    private sealed class Lines : ILogger<SlowEvents>
    {
        public List<(string Text, string? TraceId)> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add((formatter(state, exception), Activity.Current?.TraceId.ToHexString()));
    }
}
