using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Platform.Load.Measurements;

/// <summary>
/// Asks a .NET process of this user for a full garbage collection, over the socket that every one of them has for its diagnosis. What
/// is left in its memory after that is in use.
/// </summary>
internal static class DiagnosticPort
{
    private const string Provider = "Microsoft-Windows-DotNETRuntime";
    private const ulong CollectHeap = 0x800000;
    private const uint Informational = 4;
    private const byte EventPipe = 2, CollectTracing = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CollectsWithin = TimeSpan.FromSeconds(2);

    /// <summary>Returns when it has had the time to collect; <c>false</c> where it can't be asked.</summary>
    public static async Task<bool> CollectAsync(int pid, CancellationToken cancellationToken)
    {
        // Whoever was killed left its socket behind, and its number may have come again.
        if (Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{pid}-*-socket").MaxBy(File.GetLastWriteTimeUtc) is not { } path)
        {
            return false;
        }

        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(Patience);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), timeout.Token);
            await socket.SendAsync(Request(), timeout.Token);
            // The answer, then what the session tells; it ends with the connection.
            await socket.ReceiveAsync(new byte[64], timeout.Token);
            await Task.Delay(CollectsWithin, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    // "DOTNET_IPC_V1": magic, size, command; then buffer size, format, and the one provider whose keyword makes it collect.
    private static byte[] Request()
    {
        var name = Encoding.Unicode.GetBytes(Provider + "\0");
        var request = new byte[20 + 12 + 12 + 4 + name.Length + 4];
        Encoding.ASCII.GetBytes("DOTNET_IPC_V1\0").CopyTo(request, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(14), (ushort)request.Length);
        request[16] = EventPipe;
        request[17] = CollectTracing;
        var payload = request.AsSpan(20);
        BinaryPrimitives.WriteUInt32LittleEndian(payload, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[4..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[8..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(payload[12..], CollectHeap);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[20..], Informational);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[24..], (uint)(Provider.Length + 1));
        name.CopyTo(payload[28..]);
        return request;
    }
}
