using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Frames;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Edge.Channels;
using Platform.Edge.Connections;
using Platform.Edge.Reports;
using Platform.Edge.Streams;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Security;

namespace Platform.UnitTests.Edge;

public sealed class ClientReportTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LatencyRecorder _recorder = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly WaitingRooms _rooms = new();
    private readonly LatencyReports _reports;
    private readonly ClientConnection _connection;

    public ClientReportTests()
    {
        _reports = new LatencyReports(_recorder, new StaticOptions<ReportOptions>(new ReportOptions()), _clock);
        var slowSends = new SlowSends(
            _meters.GetRequiredService<IMeterFactory>(), new StaticOptions<HeartbeatOptions>(new HeartbeatOptions()), _clock, NullLogger<SlowSends>.Instance);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var context = new DefaultConnectionContext("c1", new Duplex(pipe), new Duplex(pipe));
        _connection = new ClientConnection(context, new AccessToken(new ClaimsPrincipal()), _rooms.Open(new OutboxOptions()), slowSends, _clock);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _rooms.Dispose();
    }

    // A client could claim 100,000 events whatever it was sent, and speak for the whole platform with them.
    [Fact]
    public void A_report_tells_of_no_more_events_than_the_connection_was_sent()
    {
        Assert.False(Report(("total", "high", 1)));

        var stream = Subscribe(Lane.High);
        Assert.Equal(3, stream.Offer(FrameOf(first: 1, count: 3)));
        Assert.True(stream.TryAdvance(stream.Life, new OutgoingMessage("two from history"u8.ToArray(), Events: 2, Last: 5)));

        Assert.False(Report(("total", "high", 6)));
        Assert.False(Report(("total", "high", 3), ("total", "high", 3)));
        Assert.False(Report(("total", "critical", 1)));
        Assert.Empty(_recorder.Take());

        Assert.True(Report(("total", "high", 4), ("client", "high", 5)));
        Assert.True(Report(("total", "high", 1)));
        Assert.False(Report(("total", "high", 1)));
        Assert.Equal(
            [(Stage.Client, 5), (Stage.Handled, 5)],
            _recorder.Take().Select(one => (one.Stage, LatencyHistogram.Decode(one.Histogram).TotalCount)));
        Assert.Equal((2, 5), (_reports.TakeLoad() is var load ? load.Taken : 0, load.LeftOut));
    }

    private bool Report(params (string Stage, string Priority, int Events)[] told)
    {
        _clock.Advance(TimeSpan.FromSeconds(10));
        var histograms = told.Select(one => new ReportedHistogram(one.Stage, one.Priority, "insight", [[1.5, one.Events]])).ToList();
        return _reports.Take(_connection, new LatencyReport(0.1, histograms)).Taken;
    }

    private LaneStream Subscribe(Lane lane)
    {
        var stream = new LaneStream(_connection, new LiveLane(null!, lane, null!, _clock), null!, after: 0);
        stream.Restart(0);
        return stream;
    }

    private static LiveFrame FrameOf(long first, int count)
    {
        var bytes = new StringBuilder($"e {first} {count} 0");
        for (var i = 0; i < count; i++)
        {
            bytes.Append((char)Frame.Separator).Append("""{"accepted_at":0,"event_type":"insight","data":1}""");
        }

        return new LiveFrame(Frame.Parse(Encoding.UTF8.GetBytes(bytes.ToString())), receivedAt: 0);
    }
}
