using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.ServiceDefaults.Latency;

namespace Platform.UnitTests.Metrics;

public sealed class DigestMetricsTests : IDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<(double Seconds, string Stage, string Lane)> _measured = [];
    private readonly LatencyRecorder _recorder;

    public DigestMetricsTests()
    {
        var meters = _meters.GetRequiredService<IMeterFactory>();
        _recorder = new LatencyRecorder(new DigestMetrics(meters));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "platform.event.duration" && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => _measured.Add((seconds, (string)tags[0].Value!, (string)tags[1].Value!)));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    // A fan-out to 1,000 clients cost 2,000 measurements an event.
    [Fact]
    public void Prometheus_gets_every_tenth_measurement_and_none_that_a_client_reported()
    {
        _recorder.Record(Stage.Total, Lane.High, "insight", 2, count: 970);
        _recorder.Record(Stage.Total, Lane.High, "insight", 40, count: 30);
        _recorder.Record(Stage.Client, Lane.High, "insight", 40, count: 1_000);
        _recorder.Record(Stage.Handled, Lane.High, "insight", 40, count: 1_000);
        _recorder.Take();

        Assert.All(_measured, one => Assert.Equal(("written", "high"), (one.Stage, one.Lane)));
        Assert.Equal((97, 3), (_measured.Count(one => one.Seconds is > 0.0019 and < 0.0021), _measured.Count(one => one.Seconds is > 0.039 and < 0.041)));
    }

    [Fact]
    public void What_is_rare_comes_in_its_turn()
    {
        for (var second = 0; second < 100; second++)
        {
            _recorder.Record(Stage.Batch, Lane.Normal, "insight", 1.5 + (second * 0.001));
            _recorder.Record(Stage.Batch, Lane.Normal, second % 2 == 0 ? "even" : "odd", 700);
            _recorder.Take();
        }

        Assert.Equal((10, 10), (_measured.Count(one => one.Seconds < 0.0025), _measured.Count(one => one.Seconds > 0.5)));
    }
}
