using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Platform.Load.Faults;

/// <summary>Carries the bytes of one direction. Without a delay they go straight on; with one they wait in line, in their order.</summary>
internal sealed class Pump(Socket from, Socket to, LinkCondition link, bool isDownlink = false)
{
    private const int ChunkBytes = 16 * 1024;

    // 16 MiB on the wire at most: a longer line than any sender's window, so that a delay costs time and not throughput.
    private readonly Channel<Chunk> _line = Channel.CreateBounded<Chunk>(
        new BoundedChannelOptions(1024) { SingleReader = true, SingleWriter = true });

    private int _inLine;
    private long _lastDue;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var delivery = DeliverLineAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        while (await from.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, CancellationToken.None) is > 0 and var count)
        {
            // Nobody overtakes: the straight way is open only once the line is empty.
            if (link.IsDirect && Volatile.Read(ref _inLine) == 0)
            {
                await SendAsync(buffer.AsMemory(0, count), cancellationToken);
            }
            else
            {
                Interlocked.Increment(ref _inLine);
                await _line.Writer.WriteAsync(new Chunk(buffer, count, NextDue()), cancellationToken);
                buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        _line.Writer.Complete();
        await delivery;
        await link.FlowingAsync(cancellationToken);
        to.Shutdown(SocketShutdown.Send);
    }

    private async Task DeliverLineAsync(CancellationToken cancellationToken)
    {
        await foreach (var chunk in _line.Reader.ReadAllAsync(cancellationToken))
        {
            // Timers count whole milliseconds and may come up to one early; a byte never does.
            while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), chunk.Due) is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), cancellationToken);
            }

            await SendAsync(chunk.Buffer.AsMemory(0, chunk.Count), cancellationToken);
            ArrayPool<byte>.Shared.Return(chunk.Buffer);
            Interlocked.Decrement(ref _inLine);
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await link.FlowingAsync(cancellationToken);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, CancellationToken.None)..];
        }
    }

    // Bytes come in their order: those behind a late one are due with it.
    private long NextDue()
    {
        var now = Stopwatch.GetTimestamp();
        _lastDue = Math.Max(_lastDue, now + (long)(link.Next().TotalSeconds * Stopwatch.Frequency));
        if (isDownlink)
        {
            link.Mobile?.Own.Record(Stopwatch.GetElapsedTime(now, _lastDue).Ticks / TimeSpan.TicksPerMicrosecond);
        }

        return _lastDue;
    }

    private readonly record struct Chunk(byte[] Buffer, int Count, long Due);
}
