using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Platform.Contracts.Hub;

namespace Platform.IntegrationTests.Resume;

/// <summary>
/// The official .NET client, in either protocol, that keeps its place as docs/protocol.md says: it leaves when it is told to, comes back
/// when it was cut off, and subscribes from where it was.
/// </summary>
internal sealed class ResumingClient(Uri gateway, string token, string channel, bool packed) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<string> _ids = [];
    private readonly List<string> _troubles = [];

    // Events that came before the code that awaits the answer ran.
    private List<JsonElement>? _early;
    private string? _epoch;
    private long _offset;
    private Task _run = Task.CompletedTask;

    /// <summary>The ids of all events, in their order.</summary>
    public IReadOnlyList<string> Ids => Copy(_ids);

    /// <summary>Holes, gaps, and subscriptions that did not recover.</summary>
    public IReadOnlyList<string> Troubles => Copy(_troubles);

    /// <summary>How often it subscribed.</summary>
    public int Connections { get; private set; }

    public async Task StartAsync()
    {
        _run = RunAsync();
        await _subscribed.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _run;
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            await using var connection = HubVoice.Build(gateway, token, packed);
            var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            connection.Closed += _ =>
            {
                gone.TrySetResult();
                return Task.CompletedTask;
            };
            connection.Hear(HubMethods.Events, packed, Take);
            connection.Hear(HubMethods.Gap, packed, gap => Trouble($"gap: {gap}"));
            connection.Hear(HubMethods.Draining, packed, told => _ = LeaveAsync(gone, told.GetProperty("reconnect_after_ms").GetInt32()));
            try
            {
                await connection.StartAsync(_over.Token);
                await SubscribeAsync(connection);
                await gone.Task.WaitAsync(_over.Token);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or OperationCanceledException
                or HubException or System.Net.WebSockets.WebSocketException or TimeoutException)
            {
                // Refused, or cut off meanwhile: once more.
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private static async Task LeaveAsync(TaskCompletionSource gone, int afterMs)
    {
        await Task.Delay(afterMs);
        gone.TrySetResult();
    }

    private async Task SubscribeAsync(HubConnection connection)
    {
        lock (_lock)
        {
            _early = [];
        }

        var answer = await connection.SubscribeAsync(packed, channel, _epoch, _offset, _over.Token);
        lock (_lock)
        {
            if (_epoch is not null && !answer.GetProperty("recovered").GetBoolean())
            {
                _troubles.Add($"not recovered: {answer}");
            }

            (_epoch, _offset) = (answer.GetProperty("epoch").GetString(), answer.GetProperty("offsets").GetProperty("normal").GetInt64());
            Connections++;
            _early!.ForEach(TakeOne);
            _early = null;
        }

        _subscribed.TrySetResult();
    }

    private void Take(JsonElement events)
    {
        lock (_lock)
        {
            foreach (var e in events.EnumerateArray())
            {
                if (_early is not null)
                {
                    _early.Add(e.Clone());
                }
                else
                {
                    TakeOne(e);
                }
            }
        }
    }

    private void TakeOne(JsonElement e)
    {
        var offset = e.GetProperty("offset").GetInt64();
        if (offset <= _offset)
        {
            return;
        }

        if (offset != _offset + 1)
        {
            _troubles.Add($"hole between {_offset} and {offset}");
        }

        _offset = offset;
        _ids.Add(e.GetProperty("id").GetString()!);
    }

    private void Trouble(string what)
    {
        lock (_lock)
        {
            _troubles.Add(what);
        }
    }

    private IReadOnlyList<string> Copy(List<string> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }
}
