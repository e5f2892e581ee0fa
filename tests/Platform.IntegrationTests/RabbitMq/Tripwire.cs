using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.IntegrationTests.RabbitMq;

/// <summary>
/// A way to a server on which certain bytes never arrive: whoever sends them is reported at that moment, and hears nothing more. A
/// process that is killed by it dies of the one event that holds these bytes, as often as it works on it.
/// </summary>
internal sealed class Tripwire : IAsyncDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly byte[] _bytes;
    private readonly Action _tripped;

    public Tripwire(Uri target, string bytes, Action tripped)
    {
        (_bytes, _tripped) = (Encoding.UTF8.GetBytes(bytes), tripped);
        _door.Start();
        Url = new UriBuilder(target) { Host = IPAddress.Loopback.ToString(), Port = ((IPEndPoint)_door.LocalEndpoint).Port }.Uri;
        _ = AcceptAsync(target);
    }

    public Uri Url { get; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _door.Stop();
    }

    private async Task AcceptAsync(Uri target)
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _door.AcceptTcpClientAsync(_ended.Token), target);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient client, Uri target)
    {
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(target.Host, target.Port, _ended.Token);
                await Task.WhenAny(CarryAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream(), _ended.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One of the ends is gone.
            }
        }
    }

    private async Task CarryAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        var kept = 0;
        while (await from.ReadAsync(buffer.AsMemory(kept), _ended.Token) is > 0 and var count)
        {
            var seen = buffer.AsMemory(0, kept + count);
            if (seen.Span.IndexOf(_bytes) >= 0)
            {
                _tripped();
                await Task.Delay(Timeout.Infinite, _ended.Token);
            }

            await to.WriteAsync(buffer.AsMemory(kept, count), _ended.Token);
            // Where the bytes begin at the end of one read, they end in the next.
            kept = Math.Min(seen.Length, _bytes.Length - 1);
            seen[^kept..].CopyTo(buffer);
        }
    }
}
