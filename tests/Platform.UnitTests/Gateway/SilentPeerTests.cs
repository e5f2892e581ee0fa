using System.Net;
using System.Net.Sockets;
using Platform.ServiceDefaults.Hosting;

namespace Platform.UnitTests.Gateway;

public sealed class SilentPeerTests
{
    [Fact]
    public async Task Connection_whose_client_reads_nothing_is_ended_by_the_listener_that_it_came_through()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux ends them.");
        var ended = TestContext.Current.CancellationToken;
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.EndWhenSilentFor(TimeSpan.FromSeconds(2));
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var frozen = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await frozen.ConnectAsync(listener.LocalEndPoint!, ended);
        using var accepted = await listener.AcceptAsync(ended);

        var writing = WriteForeverAsync(accepted, ended);

        var error = await Assert.ThrowsAsync<SocketException>(() => writing.WaitAsync(TimeSpan.FromSeconds(60), ended));
        Assert.Equal(SocketError.TimedOut, error.SocketErrorCode);
    }

    private static async Task WriteForeverAsync(Socket socket, CancellationToken cancellationToken)
    {
        var bytes = new byte[64 * 1024];
        while (true)
        {
            await socket.SendAsync(bytes, cancellationToken);
        }
    }
}
