using System.Net;
using System.Net.WebSockets;
using System.Text.Json;

namespace Platform.Load.Subscribers;

/// <summary>One client, as the protocol wants it: cut off, it comes back and resumes where it was.</summary>
internal sealed class Subscriber
{
    private const long PingAfter = 10_000_000;
    private const long SilentAfter = 30_000_000;

    private readonly SubscriberPlan _plan;
    private readonly IClientStream _stream;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Wire? _wire;
    private HubSocket? _socket;
    private long _lostAt;
    private TimeSpan? _away;

    public Subscriber(SubscriberPlan plan, IClientStream stream)
    {
        (_plan, _stream, _wire) = (plan, stream, plan.IsCut ? new Wire() : null);
        stream.Receiving += OnReceiving;
    }

    /// <summary>Completes when the client receives its channel for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Why it does not receive its channel, if it does not.</summary>
    public string? LastError => _stream.LastError;

    /// <summary>Connects, each time anew, until the run is over.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var attempt = 0; !stop.IsCancellationRequested; attempt++)
        {
            try
            {
                using var socket = await OpenAsync(stop);
                attempt = 0;
                await socket.ReceiveAsync(_stream);
            }
            catch (HubRefusedException e)
            {
                _stream.LastError = e.Message;
                if (e.Status == HttpStatusCode.Unauthorized)
                {
                    _stream.OnUnauthorized();
                }
            }
            catch (JsonException e)
            {
                _stream.LastError = $"The hub sent what is no message: {e.Message}";
            }
            catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException)
            {
                _stream.LastError ??= e.Message;
            }

            _socket = null;
            _lostAt = _lostAt == 0 && Ready.IsCompleted ? _plan.Clock.Now : _lostAt;
            await (_away is { } away ? StayAwayAsync(away, stop) : BackOffAsync(attempt, stop));
            _away = null;
        }
    }

    /// <summary>Cuts its connection, as a network would, and lets it stay away for a while; <c>false</c> if it has none.</summary>
    public bool CutOff(TimeSpan away)
    {
        if (_wire is null || _socket is null || !Ready.IsCompleted)
        {
            return false;
        }

        _away = away;
        _wire.Cut();
        return true;
    }

    /// <summary>Looks after the connection; to be called a few times a second.</summary>
    public void Tend()
    {
        if (_socket is not { } socket)
        {
            return;
        }

        var now = _plan.Clock.Now;
        if (now - socket.ReceivedAt > SilentAfter)
        {
            socket.Abort();
        }
        else if (now - socket.SentAt > PingAfter)
        {
            _ = socket.PingAsync();
        }

        _stream.AskIfSilent(now);
    }

    public Task CloseAsync(CancellationToken cancellationToken) => _socket?.CloseAsync(cancellationToken) ?? Task.CompletedTask;

    private async Task<HubSocket> OpenAsync(CancellationToken stop)
    {
        _socket = await HubSocket.OpenAsync(await _stream.AddressAsync(stop), _plan.Clock, stop, _wire);
        _stream.Begin(_socket);
        return _socket;
    }

    private void OnReceiving()
    {
        if (_lostAt != 0)
        {
            _plan.Outages.Record(_lostAt, _plan.Clock.Now);
            _lostAt = 0;
        }

        _ready.TrySetResult();
    }

    private static async Task StayAwayAsync(TimeSpan away, CancellationToken stop) =>
        await Task.Delay(away, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // Under half a second at first, twice as long each time, five seconds at most; full jitter, so that a crowd comes back spread.
    private static async Task BackOffAsync(int attempt, CancellationToken stop) =>
        await Task.Delay(Random.Shared.Next(Math.Min(5_000, 500 << Math.Min(attempt, 4))), stop)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
