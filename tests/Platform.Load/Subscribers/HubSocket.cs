using System.Net;
using System.Net.WebSockets;
using System.Text;
using Platform.Load.Measurements;

namespace Platform.Load.Subscribers;

/// <summary>
/// One connection to the hub, WebSocket only and without negotiation: SignalR's JSON protocol at the cost of a socket and a
/// buffer, so that a thousand of them leave the machine to the platform.
/// </summary>
internal sealed class HubSocket(ClientWebSocket socket, RunClock clock) : IDisposable
{
    private static readonly HttpMessageInvoker Invoker = Wire.Through(_ => { });

    private readonly SemaphoreSlim _sending = new(1);
    private byte[] _buffer = new byte[4096];
    private int _filled;
    private bool _isGreeted;

    /// <summary>When something last came and last went, on the run's clock.</summary>
    public long ReceivedAt { get; private set; } = clock.Now;

    public long SentAt { get; private set; } = clock.Now;

    /// <param name="url">The hub's address.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="wire">The client's own wire, where somebody wants one.</param>
    public static async Task<HubSocket> OpenAsync(Uri url, RunClock clock, CancellationToken cancellationToken, Wire? wire = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        // SignalR's own pings keep it alive; a thousand timers for the other kind would not.
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        try
        {
            await socket.ConnectAsync(url, wire?.Invoker ?? Invoker, cancellationToken);
            var hub = new HubSocket(socket, clock);
            await hub.SendAsync(HubMessageWriter.Handshake);
            return hub;
        }
        catch (WebSocketException e)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw status is 0 or HttpStatusCode.SwitchingProtocols ? e : new HubRefusedException(status, e);
        }
    }

    /// <summary>Tells the listener all that comes, until the connection ends or the listener has had enough.</summary>
    /// <param name="listener">Who is told.</param>
    /// <param name="readsOn">Asked before each read, with the bytes of the one before; it may take its time.</param>
    public async Task ReceiveAsync(IHubListener listener, Func<int, ValueTask<bool>>? readsOn = null)
    {
        for (var count = 0; readsOn is null || await readsOn(count);)
        {
            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var received = await socket.ReceiveAsync(_buffer.AsMemory(_filled), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            ReceivedAt = clock.Now;
            count = received.Count;
            _filled += count;
            ReadMessages(listener, _filled - count);
        }
    }

    public Task PingAsync() => SendAsync(HubMessageWriter.Ping);

    public async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        await _sending.WaitAsync();
        try
        {
            SentAt = clock.Now;
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection has ended, as the receiving side is about to find out.
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Leaves in order, if the other end is still there to hear it.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    public void Abort() => socket.Abort();

    public void Dispose()
    {
        socket.Dispose();
        _sending.Dispose();
    }

    // Messages need not end where WebSocket frames do.
    private void ReadMessages(IHubListener listener, int searchFrom)
    {
        var start = 0;
        while (_buffer.AsSpan(searchFrom, _filled - searchFrom).IndexOf(HubMessageWriter.Separator) is >= 0 and var length)
        {
            var end = searchFrom + length;
            ReadMessage(_buffer.AsSpan(start, end - start), listener);
            start = searchFrom = end + 1;
        }

        _buffer.AsSpan(start, _filled - start).CopyTo(_buffer);
        _filled -= start;
    }

    private void ReadMessage(ReadOnlySpan<byte> message, IHubListener listener)
    {
        if (_isGreeted)
        {
            HubMessageReader.Read(message, listener);
            return;
        }

        _isGreeted = true;
        if (!message.SequenceEqual("{}"u8))
        {
            throw new WebSocketException($"The hub refused the handshake: {Encoding.UTF8.GetString(message)}");
        }
    }
}
