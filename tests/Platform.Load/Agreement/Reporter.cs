using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Load.Measurements;
using Platform.Load.Rig;
using Platform.Load.Subscribers;

namespace Platform.Load.Agreement;

/// <summary>
/// A client that tells the platform what it sees, as the SDKs do, in a run whose other clients tell nothing: of its reports the API makes
/// the whole way. It speaks the wire itself, so that both kinds measure at the same place of the same program.
/// </summary>
/// <param name="clock">The run's clock.</param>
/// <param name="run">The run whose events are its own.</param>
/// <param name="typeAt">The type of the events that were meant to be sent at a time.</param>
internal sealed class Reporter(RunClock clock, uint run, Func<long, string> typeAt) : IHubListener, IDisposable
{
    private const string Subscribing = "s", Pinging = "p", Reporting = "r";
    private const int Pings = 10;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Stage, Lane Lane, string Type), Dictionary<double, int>> _histograms = [];
    private HubSocket? _socket;
    private TaskCompletionSource _answered = new();
    private double _clockErrorMs = double.PositiveInfinity;

    /// <summary>The run's events that came.</summary>
    public long Received { get; private set; }

    /// <summary>Connects, and looks how well it knows the node's clock.</summary>
    /// <exception cref="CannotRunException">It was not let in.</exception>
    public async Task ConnectAsync(Uri address, string? channel, CancellationToken stop)
    {
        _socket = await HubSocket.OpenAsync(address, clock, stop);
        _ = ReadAsync(_socket);
        if (channel is not null)
        {
            await _socket.SendAsync(HubMessageWriter.Subscribe(Subscribing, new SubscribeRequest(channel)));
        }

        await _ready.Task.WaitAsync(stop);
        for (var i = 0; i < Pings; i++)
        {
            _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var sent = Stopwatch.GetTimestamp();
            await _socket.SendAsync(HubMessageWriter.Invoke(Pinging, HubMethods.Ping, 0.0));
            await _answered.Task.WaitAsync(stop);
            _clockErrorMs = Math.Min(_clockErrorMs, Stopwatch.GetElapsedTime(sent).TotalMilliseconds / 2);
        }
    }

    /// <summary>Tells what came since the time before.</summary>
    public Task ReportAsync() => Take() is { } report ? _socket!.SendAsync(HubMessageWriter.Invoke(Reporting, HubMethods.ReportLatency, report)) : Task.CompletedTask;

    public void Dispose()
    {
        _socket?.Abort();
        _socket?.Dispose();
    }

    /// <summary>The report, or <c>null</c> where nothing came.</summary>
    internal LatencyReport? Take()
    {
        lock (_lock)
        {
            List<ReportedHistogram> told =
            [
                .. _histograms.Select(one => new ReportedHistogram(
                    one.Key.Stage, one.Key.Lane.Name(), one.Key.Type, [.. one.Value.Select(value => (double[])[value.Key, value.Value])])),
            ];
            _histograms.Clear();
            return told is [] ? null : new LatencyReport(_clockErrorMs, told);
        }
    }

    public void OnEvent(in ReceivedEvent received)
    {
        if (received.Data is not { } data || data.Run != run)
        {
            return;
        }

        var arrived = _socket?.ReceivedAt ?? clock.Now;
        lock (_lock)
        {
            Received++;
            Count(ReportedStages.Total, received.Lane, typeAt(data.SentAt), arrived - clock.FromWire(received.AcceptedAt));
            Count(ReportedStages.Client, received.Lane, typeAt(data.SentAt), arrived - clock.FromWire(received.ServerTimestamp));
        }
    }

    public void OnSubscribed(string invocationId, IReadOnlyList<SubscribeAnswer>? answers)
    {
        if (invocationId == Subscribing && answers is not [{ Error: null }])
        {
            OnClose("Subscribe failed");
        }

        (invocationId == Subscribing ? _ready : _answered).TrySetResult();
    }

    public void OnPosition(PositionMessage position) => _ready.TrySetResult();

    public void OnClose(string? error) => _ready.TrySetException(new CannotRunException($"A client that reports was not let in: {error}."));

    public void OnGap(GapMessage gap)
    {
        // It keeps no place: what it does not get, the counts show.
    }

    public void OnDraining(DrainingMessage draining)
    {
        // No node leaves in such a run.
    }

    private void Count(string stage, Lane lane, string type, long microseconds)
    {
        var key = (stage, lane, type);
        var counts = _histograms.TryGetValue(key, out var known) ? known : _histograms[key] = [];
        // Two digits after the point of a millisecond: finer than what the platform keeps.
        var milliseconds = Math.Round(Math.Max(microseconds, 0) / 1000.0, 2);
        counts[milliseconds] = counts.GetValueOrDefault(milliseconds) + 1;
    }

    private async Task ReadAsync(HubSocket socket)
    {
        try
        {
            await socket.ReceiveAsync(this);
            OnClose("the connection was closed");
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or JsonException)
        {
            OnClose(e.Message);
        }
    }
}
