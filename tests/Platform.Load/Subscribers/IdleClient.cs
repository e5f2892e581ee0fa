using System.Net.WebSockets;
using System.Text.Json;
using Platform.Contracts.Hub;
using Platform.Load.Measurements;
using Platform.Load.Rig;

namespace Platform.Load.Subscribers;

/// <summary>A client that is there, and to which nothing comes. It pings as SignalR's own clients do, and never comes back once it is lost.</summary>
internal sealed class IdleClient(RunClock clock, Wire? wire) : IHubListener, IDisposable
{
    private const string Invocation = "1";
    private const int ChannelsPerCall = 100;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HubSocket? _socket;

    /// <summary>Why it has no connection any more, if that is so.</summary>
    public string? LostSince { get; private set; }

    /// <summary>Connects, and subscribes to the channels; without any it has the channel of its token.</summary>
    /// <exception cref="CannotRunException">It was not let in.</exception>
    public async Task ConnectAsync(Uri address, IReadOnlyList<string> channels, CancellationToken cancellationToken)
    {
        _socket = await HubSocket.OpenAsync(address, clock, cancellationToken, wire);
        foreach (var some in channels.Chunk(ChannelsPerCall))
        {
            var wishes = some.Select(channel => new SubscribeRequest(channel)).ToArray();
            await _socket.SendAsync(HubMessageWriter.Invoke<SubscribeRequest[]>(Invocation, HubMethods.Subscribe, wishes));
        }

        _ = ReadAsync(_socket);
        await _ready.Task.WaitAsync(cancellationToken);
    }

    public Task PingAsync() => _socket?.PingAsync() ?? Task.CompletedTask;

    public void Dispose()
    {
        _socket?.Abort();
        _socket?.Dispose();
        wire?.Dispose();
    }

    void IHubListener.OnSubscribed(string invocationId, IReadOnlyList<SubscribeAnswer>? answers)
    {
        if (answers is null || answers.FirstOrDefault(answer => answer.Error is not null) is not null)
        {
            Fail(answers?.First(answer => answer.Error is not null).Error ?? "Subscribe failed");
        }

        _ready.TrySetResult();
    }

    void IHubListener.OnPosition(PositionMessage position) => _ready.TrySetResult();

    void IHubListener.OnClose(string? error) => Fail(error ?? "the hub closed the connection");

    void IHubListener.OnEvent(in ReceivedEvent received)
    {
        // Nobody sends any; one of somebody else does no harm.
    }

    void IHubListener.OnGap(GapMessage gap)
    {
        // It keeps no place.
    }

    void IHubListener.OnDraining(DrainingMessage draining)
    {
        // It is about to be lost, which is told then.
    }

    private async Task ReadAsync(HubSocket socket)
    {
        try
        {
            await socket.ReceiveAsync(this);
            Fail("the connection was closed");
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or JsonException)
        {
            Fail(e.Message);
        }
    }

    private void Fail(string why)
    {
        LostSince ??= why;
        _ready.TrySetException(new CannotRunException($"A client was not let in: {why}."));
    }
}
