using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Platform.Contracts.Hub;
using Platform.Contracts.Names;

namespace Platform.IntegrationTests.Road;

/// <summary>An event as a client gets it.</summary>
internal sealed record Received(string Channel, string Lane, long Offset, string Id, JsonElement Data)
{
    /// <summary>The accepted events that it stands for: its own id, or those of an aggregate.</summary>
    public required IReadOnlyList<string> Ids { get; init; }
}

/// <summary>A plain SignalR client that writes down, in order, all that the server sends.</summary>
internal sealed class EventClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HubConnection _connection;
    private readonly List<Received> _received = [];
    private readonly List<PositionMessage> _positions = [];
    private readonly List<GapMessage> _gaps = [];
    private readonly List<PresenceMessage> _presences = [];
    private readonly TaskCompletionSource<Exception?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EventClient(Uri server, string token)
    {
        _connection = new HubConnectionBuilder()
            .WithUrl(new Uri(server, Routes.Hub), options =>
            {
                options.AccessTokenProvider = () => Task.FromResult<string?>(token);
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
            })
            .Build();
        _connection.Closed += error =>
        {
            _closed.TrySetResult(error);
            return Task.CompletedTask;
        };
        _connection.On<JsonElement>(HubMethods.Events, Take);
        _connection.On<PositionMessage>(HubMethods.Position, position => Add(_positions, position));
        _connection.On<GapMessage>(HubMethods.Gap, gap => Add(_gaps, gap));
        _connection.On<PresenceMessage>(HubMethods.Presence, presence => Add(_presences, presence));
    }

    public IReadOnlyList<Received> Received => Copy(_received);

    public IReadOnlyList<PositionMessage> Positions => Copy(_positions);

    public IReadOnlyList<GapMessage> Gaps => Copy(_gaps);

    public IReadOnlyList<PresenceMessage> Presences => Copy(_presences);
    /// <summary>Completes when the connection is over, with what the server gave as the reason.</summary>
    public Task<Exception?> Closed => _closed.Task.WaitAsync(Patience);

    public bool IsConnected => _connection.State == HubConnectionState.Connected;

    public Task StartAsync() => _connection.StartAsync();

    public async Task<SubscribeAnswer> SubscribeAsync(string channel, string? epoch = null, Offsets? offsets = null) =>
        (await SubscribeAsync(new SubscribeRequest(channel, epoch, offsets)))[0];

    public Task<SubscribeAnswer[]> SubscribeAsync(params SubscribeRequest[] requests) =>
        _connection.InvokeAsync<SubscribeAnswer[]>(HubMethods.Subscribe, (object)requests);

    public Task UnsubscribeAsync(params string[] channels) => _connection.InvokeAsync(HubMethods.Unsubscribe, channels);

    public Task<ServerTime> PingAsync() => _connection.InvokeAsync<ServerTime>(HubMethods.Ping, 0.0);

    public Task<ReportAnswer> ReportAsync(LatencyReport report) => _connection.InvokeAsync<ReportAnswer>(HubMethods.ReportLatency, report);

    public Task<RefreshAnswer> RefreshAsync(string token) => _connection.InvokeAsync<RefreshAnswer>(HubMethods.RefreshToken, token);

    public Task<IReadOnlyList<Received>> WaitForAsync(int count) => WaitUntilAsync(() => Received, received => received.Count >= count);

    public async Task<IReadOnlyList<T>> WaitUntilAsync<T>(Func<IReadOnlyList<T>> what, Func<IReadOnlyList<T>, bool> isEnough)
    {
        for (var deadline = DateTime.UtcNow + Patience; ; await Task.Delay(20))
        {
            var now = what();
            if (isEnough(now))
            {
                return now;
            }

            Assert.True(DateTime.UtcNow < deadline, $"Waited {Patience.TotalSeconds} s; have {now.Count} of {typeof(T).Name}.");
        }
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private void Take(JsonElement events)
    {
        foreach (var e in events.EnumerateArray())
        {
            var id = e.GetProperty("id").GetString()!;
            Add(_received, new Received(
                e.GetProperty("channel").GetString()!,
                e.GetProperty("priority").GetString()!,
                e.GetProperty("offset").GetInt64(),
                id,
                e.GetProperty("data").Clone())
            {
                Ids = e.TryGetProperty("aggregated_ids", out var ids) ? [.. ids.EnumerateArray().Select(each => each.GetString()!)] : [id],
            });
        }
    }

    private static void Add<T>(List<T> list, T item)
    {
        lock (list)
        {
            list.Add(item);
        }
    }

    private static List<T> Copy<T>(List<T> list)
    {
        lock (list)
        {
            return [.. list];
        }
    }
}
