using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Platform.Load.Faults;

namespace Platform.UnitTests.Load;

public sealed class FaultProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AWhile = TimeSpan.FromMilliseconds(200);

    private readonly EchoServer _server = new();
    private readonly FaultProxy _proxy;

    public FaultProxyTests() => _proxy = new FaultProxy("127.0.0.1", _server.Port);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task Bytes_pass_both_ways_unchanged()
    {
        using var client = await ConnectAsync();
        var sent = new byte[4 * 1024 * 1024];
        Random.Shared.NextBytes(sent);

        var sending = client.SendAsync(sent, Cancelled).AsTask();
        var received = await ReceiveAsync(client, sent.Length);
        await sending;

        Assert.Equal(sent, received);
        Assert.Equal(1, _proxy.Connections);
    }

    [Fact]
    public async Task The_end_of_one_direction_is_passed_on()
    {
        using var client = await ConnectAsync();
        await client.SendAsync("last words"u8.ToArray(), Cancelled);
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal("last words"u8.ToArray(), await ReceiveAsync(client, 10));
        Assert.Equal(0, await client.ReceiveAsync(new byte[1], Cancelled).AsTask().WaitAsync(Soon, Cancelled));
    }

    [Fact]
    public async Task A_cut_resets_what_is_there_and_refuses_what_comes_until_it_is_restored()
    {
        using var client = await ConnectAsync();
        await EchoAsync(client, 1);

        _proxy.Cut();

        Assert.Equal(SocketError.ConnectionReset, await ErrorOfReceiveAsync(client));
        var refused = await Assert.ThrowsAsync<SocketException>(ConnectAsync);
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        _proxy.Restore();
        using var next = await ConnectAsync();
        await EchoAsync(next, 2);
    }

    [Fact]
    public async Task A_single_cut_resets_what_is_there_and_lets_in_what_comes()
    {
        using var client = await ConnectAsync();
        await EchoAsync(client, 1);

        _proxy.CutOnce();

        Assert.Equal(SocketError.ConnectionReset, await ErrorOfReceiveAsync(client));
        using var next = await ConnectAsync();
        await EchoAsync(next, 2);
    }

    [Fact]
    public async Task A_stalled_connection_stays_and_goes_on_where_it_was()
    {
        using var client = await ConnectAsync();
        await EchoAsync(client, 1);

        _proxy.Stall();
        await client.SendAsync(Number(2), Cancelled);
        using var newcomer = await ConnectAsync();
        await newcomer.SendAsync(Number(3), Cancelled);
        await Task.Delay(AWhile, Cancelled);
        Assert.Equal((0, 0), (client.Available, newcomer.Available));

        _proxy.Restore();
        Assert.Equal(Number(2), await ReceiveAsync(client, 4));
        Assert.Equal(Number(3), await ReceiveAsync(newcomer, 4));
    }

    [Fact]
    public async Task A_stalled_connection_can_be_cut()
    {
        using var client = await ConnectAsync();
        await EchoAsync(client, 1);

        _proxy.Stall();
        await client.SendAsync(Number(2), Cancelled);
        await Task.Delay(AWhile, Cancelled);
        _proxy.Cut();

        Assert.Equal(SocketError.ConnectionReset, await ErrorOfReceiveAsync(client));
    }

    [Fact]
    public async Task A_delay_adds_to_each_direction_and_costs_no_throughput()
    {
        using var client = await ConnectAsync();
        _proxy.Delay(AWhile);
        var began = Stopwatch.GetTimestamp();

        // One after the other they would take 20 s.
        for (var number = 0; number < 50; number++)
        {
            await client.SendAsync(Number(number), Cancelled);
            await Task.Delay(1, Cancelled);
        }

        for (var number = 0; number < 50; number++)
        {
            Assert.Equal(Number(number), await ReceiveAsync(client, 4));
            Assert.True(Stopwatch.GetElapsedTime(began) >= 2 * AWhile);
        }

        Assert.True(Stopwatch.GetElapsedTime(began) < Soon);
    }

    [Fact]
    public async Task Bytes_stay_in_order_while_the_delay_changes()
    {
        using var client = await ConnectAsync();
        const int Numbers = 2_000;
        var sending = Task.Run(
            async () =>
            {
                for (var number = 0; number < Numbers; number++)
                {
                    if (number % 100 == 0)
                    {
                        _proxy.Delay(TimeSpan.FromMilliseconds(number % 300 / 20));
                    }

                    await client.SendAsync(Number(number), Cancelled);
                }

                _proxy.Restore();
            },
            Cancelled);

        for (var number = 0; number < Numbers; number++)
        {
            Assert.Equal(Number(number), await ReceiveAsync(client, 4));
        }

        await sending;
    }

    [Fact]
    public async Task Without_its_target_a_connection_is_reset()
    {
        _server.Dispose();

        // The reset may come while the client still believes that it connects.
        var error = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var client = await ConnectAsync();
            await client.ReceiveAsync(new byte[1], Cancelled).AsTask().WaitAsync(Soon, Cancelled);
        });
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task A_disposed_proxy_leaves_nothing_behind()
    {
        using var client = await ConnectAsync();
        await EchoAsync(client, 1);

        await _proxy.DisposeAsync();
        _proxy.Restore();

        Assert.Equal(0, _proxy.Connections);
        Assert.Equal(SocketError.ConnectionReset, await ErrorOfReceiveAsync(client));
        await Assert.ThrowsAsync<SocketException>(ConnectAsync);
    }

    [Fact]
    public void An_address_is_rewritten_with_all_its_other_parts() =>
        Assert.Equal(
            $"amqp://user:secret@127.0.0.1:{_proxy.Port}/vhost",
            _proxy.Via(new Uri("amqp://user:secret@broker:5672/vhost")).ToString());

    private static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static async Task EchoAsync(Socket client, int number)
    {
        await client.SendAsync(Number(number), Cancelled);
        Assert.Equal(Number(number), await ReceiveAsync(client, 4));
    }

    private static async Task<byte[]> ReceiveAsync(Socket client, int count)
    {
        var bytes = new byte[count];
        for (var received = 0; received < count;)
        {
            var more = await client.ReceiveAsync(bytes.AsMemory(received), Cancelled).AsTask().WaitAsync(Soon, Cancelled);
            Assert.NotEqual(0, more);
            received += more;
        }

        return bytes;
    }

    private static async Task<SocketError> ErrorOfReceiveAsync(Socket client)
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(new byte[1], Cancelled).AsTask().WaitAsync(Soon, Cancelled));
        return error.SocketErrorCode;
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _proxy.Port), Cancelled);
        return client;
    }
}
