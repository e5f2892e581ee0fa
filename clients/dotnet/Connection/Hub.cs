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

    public Hub(Uri server, Func<Task<string?>> token)
    {
        _connection = new HubConnectionBuilder()
            .WithUrl(new Uri(server, $"{Routes.Hub}?user=0"), options =>
            {
                options.AccessTokenProvider = token;
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

    /// <summary>Completes when it is over, with what the server gave as the reason.</summary>
    public Task<Exception?> Ended => _ended.Task;

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
    public void Leave(Exception? reason = null) => _ended.TrySetResult(reason);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
