using System.Net;
using System.Net.Sockets;

namespace Platform.Load.Measurements;

/// <summary>
/// Lets the thread that finds bytes on a socket go on with them itself. The tool shares the cores with what it measures: this is a
/// third of its CPU, and a change of threads less in each time that it takes.
/// </summary>
internal static class InlineSockets
{
    /// <summary>Read by the runtime once, with the first socket that it watches.</summary>
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>For this process alone: what it starts, services among them, does not inherit it.</summary>
    public static async Task UseAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null)
        {
            return;
        }

        Environment.SetEnvironmentVariable(Variable, "1");
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        var accepting = door.AcceptSocketAsync();
        using var here = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await here.ConnectAsync(door.LocalEndpoint);
        using var there = await accepting;
        var reading = there.ReceiveAsync(new byte[1]);
        await here.SendAsync(new byte[1]);
        await reading;
        Environment.SetEnvironmentVariable(Variable, null);

        // From here on this would be the thread that looks at the sockets, which nothing may block.
        await Task.Yield();
    }
}
