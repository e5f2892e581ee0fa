using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Platform.Contracts.Hub;
using Platform.Contracts.Names;

namespace Platform.Client.Connection;

/// <summary>One SignalR connection, by WebSocket at once, from its beginning to its end.</summary>
internal sealed class Hub : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly TaskCompletionSource<Exception?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Hub(Uri server, string token)
    {
        Token = token;
        _connection = new HubConnectionBuilder()
            // The user's own channel is subscribed to like any other, so that it resumes like any other.
            .WithUrl(new Uri(server, $"{Routes.Hub}?user=0"), options =>
            {
                options.AccessTokenProvider = () => Task.FromResult<string?>(token);
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
            })
            .Build();
        _connection.Closed += error =>
        {
            _ended.TrySetResult(error);
            return Task.CompletedTask;
        };
    }

    /// <summary>The token that the connection lives by.</summary>
    public string Token { get; set; }

    /// <summary>Completes when it is over, with what the server gave as the reason.</summary>
    public Task<Exception?> Ended => _ended.Task;

    /// <summary>Whether it was left since its node leaves: that is no failure.</summary>
    public bool IsLeftInOrder { get; private set; }

    public void On<T>(string method, Action<T> handler) => _connection.On(method, handler);

    public void OnEvents(Action<JsonElement> handler) => _connection.On<JsonElement>(HubMethods.Events, events =>
    {
        foreach (var e in events.EnumerateArray())
        {
            handler(e);
        }
    });

    public Task StartAsync(CancellationToken cancellationToken) => _connection.StartAsync(cancellationToken);

    public Task<T> CallAsync<T>(string method, object? parameter, CancellationToken cancellationToken) =>
        _connection.InvokeCoreAsync<T>(method, [parameter], cancellationToken);

    /// <summary>Gives it up, as if it had been lost.</summary>
    public void Leave(Exception? reason) => _ended.TrySetResult(reason);

    /// <summary>Leaves it for another one, as its node asked.</summary>
    public void LeaveInOrder()
    {
        IsLeftInOrder = true;
        _ended.TrySetResult(null);
    }

    /// <summary>Waits so long, and says whether it is still there.</summary>
    public async Task<bool> LivesAfterAsync(TimeSpan delay, TimeProvider time, CancellationToken closing)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(closing);
        await Task.WhenAny(Ended, Task.Delay(delay, time, waiting.Token));
        await waiting.CancelAsync();
        return !Ended.IsCompleted && !closing.IsCancellationRequested;
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever waits for its end waits no longer.
        _ended.TrySetResult(null);
        await _connection.DisposeAsync();
    }
}
