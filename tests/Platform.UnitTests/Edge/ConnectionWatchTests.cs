using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Security.Claims;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Hub;
using Platform.Edge.Channels;
using Platform.Edge.Connections;
using Platform.Edge.Hub;
using Platform.Edge.Reports;
using Platform.Edge.Streams;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Security;
using Platform.ServiceDefaults.Security.Revocations;
using ClaimNames = Platform.Contracts.Names.Claims;

namespace Platform.UnitTests.Edge;

public sealed class ConnectionWatchTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddMetrics().AddSignalR().Services.BuildServiceProvider();
    private readonly WaitingRooms _rooms = new();
    private readonly StaticOptions<HeartbeatOptions> _limits = new(new HeartbeatOptions());
    private readonly OpenConnections _connections;
    private readonly ConnectionWatch _watch;

    public ConnectionWatchTests()
    {
        var slowSends = new SlowSends(_services.GetRequiredService<IMeterFactory>(), _limits, _clock, NullLogger<SlowSends>.Instance);
        _connections = new OpenConnections(new AutomaticChannel(null!), slowSends, _rooms.Open(new OutboxOptions()), _clock, NullLogger<OpenConnections>.Instance);
        _watch = new ConnectionWatch(
            _connections,
            _services.GetRequiredService<IHubContext<EventsHub, IEventsClient>>(),
            _limits,
            new StaticOptions<OutboxOptions>(new OutboxOptions()),
            new RevokedTokens(Options.Create(new AuthOptions()), _clock),
            _clock);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _rooms.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Who_comes_once_the_node_is_shut_never_reaches_the_hub()
    {
        _connections.Shut();

        await _connections.RunAsync(new DefaultConnectionContext(), _ => throw new InvalidOperationException("The hub."));

        Assert.Empty(_connections.All);
    }

    [Fact]
    public async Task Heartbeats_come_each_15_seconds_and_each_10_where_sends_are_slow()
    {
        await using var healthy = new Client(_connections, _clock);
        await using var slow = new Client(_connections, _clock);

        var (ofHealthy, ofSlow) = (new List<double>(), new List<double>());
        for (var elapsed = 0.5; elapsed <= 60; elapsed += Interval.TotalSeconds)
        {
            await slow.SendAsync(taking: TimeSpan.FromMilliseconds(11));
            _clock.Advance(Interval - TimeSpan.FromMilliseconds(11));
            _watch.Look();
            Note(healthy, ofHealthy, elapsed);
            Note(slow, ofSlow, elapsed);
        }

        Assert.Equal([15, 30, 45, 60], ofHealthy);
        Assert.Equal([10, 20, 30, 40, 50, 60], ofSlow);

        void Note(Client client, List<double> heartbeats, double elapsed)
        {
            if (client.Connection.HeartbeatAt == _clock.GetTimestamp())
            {
                heartbeats.Add(elapsed);
            }
        }
    }

    [Fact]
    public async Task A_connection_that_takes_nothing_is_closed_after_10_seconds_and_one_to_which_nothing_comes_stays()
    {
        await using var idle = new Client(_connections, _clock);
        await using var frozen = new Client(_connections, _clock);
        frozen.Block();

        _clock.Advance(TimeSpan.FromSeconds(10));
        _watch.Look();
        Assert.Null(frozen.Connection.CloseReason);

        _clock.Advance(Interval);
        _watch.Look();
        Assert.Equal("it has taken nothing for 10 s", frozen.Connection.CloseReason);
        Assert.Null(idle.Connection.CloseReason);
    }

    [Fact]
    public async Task Connections_are_healthy_degraded_or_critical_by_their_longest_send_and_the_slowest_are_named_by_their_ids()
    {
        double[] sends = [0, 10, 11, 100, 101, 400];
        var clients = sends.Select(_ => new Client(_connections, _clock)).ToArray();
        foreach (var (client, milliseconds) in clients.Zip(sends))
        {
            await client.SendAsync(TimeSpan.FromMilliseconds(milliseconds));
        }

        _watch.Look();
        var load = Load().Take();

        Assert.Equal((2, 2, 2), (load.Healthy, load.Degraded, load.Critical));
        Assert.Equal([400, 101, 100, 11], load.Slowest.Select(slowest => slowest.SendMs));
        Assert.Equal(clients.Reverse().Take(4).Select(client => client.Connection.Id), load.Slowest.Select(slowest => slowest.Connection));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    private ConnectionLoad Load()
    {
        var slow = new SlowEvents(
            _services.GetRequiredService<IMeterFactory>(), new StaticOptions<SlowEventOptions>(new SlowEventOptions()), _clock, NullLogger<SlowEvents>.Instance);
        return new ConnectionLoad(
            _connections,
            slow,
            new LatencyReports(new LatencyRecorder(), new StaticOptions<ReportOptions>(new ReportOptions()), _clock),
            _limits);
    }

    /// <summary>A connection whose transport takes 16 bytes, then makes its writer wait until they are read.</summary>
    private sealed class Client : IAsyncDisposable, IHttpContextFeature, IDuplexPipe
    {
        private readonly FakeTimeProvider _clock;
        private readonly Pipe _transport = new(new PipeOptions(pauseWriterThreshold: 16, resumeWriterThreshold: 8, useSynchronizationContext: false));
        private readonly TaskCompletionSource _leave = new();
        private readonly Task _run;

        public Client(OpenConnections connections, FakeTimeProvider clock)
        {
            _clock = clock;
            var context = new DefaultConnectionContext(Guid.NewGuid().ToString("N"), this, this);
            context.Features.Set<IHttpContextFeature>(this);
            _run = connections.RunAsync(context, _ => _leave.Task);
            Connection = connections.All.Single(connection => connection.Id == context.ConnectionId);
            var expiresAt = new Claim(ClaimNames.ExpiresAt, $"{clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}");
            Connection.Token = new AccessToken(new ClaimsPrincipal(new ClaimsIdentity([expiresAt])));
            Connection.IsOpen = true;
        }

        public ClientConnection Connection { get; }

        public HttpContext? HttpContext { get; set; } = new DefaultHttpContext();

        PipeReader IDuplexPipe.Input => _transport.Reader;

        PipeWriter IDuplexPipe.Output => _transport.Writer;

        public void Block() => Assert.True(Connection.Outbox.TryWrite(new byte[20], isCritical: false));

        public async Task SendAsync(TimeSpan taking)
        {
            Block();
            _clock.Advance(taking);
            var result = await _transport.Reader.ReadAsync(TestContext.Current.CancellationToken);
            _transport.Reader.AdvanceTo(result.Buffer.End);
            await Connection.Outbox.WhenDrainedAsync();
        }

        public async ValueTask DisposeAsync()
        {
            _leave.SetResult();
            await _run;
        }
    }
}
