using System.Buffers.Text;
using Platform.Contracts.Frames;
using Platform.Contracts.Hub;

namespace Platform.Edge.Streams.Formats;

/// <summary>
/// A frame as SignalR's JSON protocol sends it to each subscriber: one <c>events</c> invocation, made once a node. The stored JSON is
/// passed on as it is; only the offset and the time of making it are put in front of each event's fields.
/// </summary>
internal static class JsonEvents
{
    private const byte EndOfMessage = 0x1E;
    private const int MaxPrefix = 96;

    private static readonly byte[] Start = [.. """{"type":1,"target":"""u8, .. System.Text.Encoding.ASCII.GetBytes($"\"{HubMethods.Events}\""), .. ",\"arguments\":[["u8];
    private static readonly byte[] End = [.. "]]}"u8, EndOfMessage];

    /// <summary>The frame's events from an offset to another.</summary>
    public static ReadOnlyMemory<byte> Encode(Frame frame, long first, long last, double nowMs)
    {
        var size = Start.Length + End.Length;
        for (var offset = first; offset <= last; offset++)
        {
            size += frame.Stored(offset).Length + MaxPrefix;
        }

        var buffer = new byte[size];
        var position = Append(buffer, 0, Start);
        for (var offset = first; offset <= last; offset++)
        {
            if (offset > first)
            {
                buffer[position++] = (byte)',';
            }

            position = AppendEvent(buffer, position, frame.Stored(offset).Span, offset, nowMs);
        }

        position = Append(buffer, position, End);
        return buffer.AsMemory(0, position);
    }

    /// <summary>One event as clients get it: the stored object with offset and time in front.</summary>
    public static ReadOnlySpan<byte> EncodeEvent(ReadOnlySpan<byte> stored, long offset, double nowMs)
    {
        var buffer = new byte[stored.Length + MaxPrefix];
        return buffer.AsSpan(0, AppendEvent(buffer, 0, stored, offset, nowMs));
    }

    private static int AppendEvent(Span<byte> buffer, int position, ReadOnlySpan<byte> stored, long offset, double nowMs)
    {
        position = Append(buffer, position, "{\"offset\":"u8);
        Utf8Formatter.TryFormat(offset, buffer[position..], out var written);
        position = Append(buffer, position + written, ",\"_server_timestamp\":"u8);
        Utf8Formatter.TryFormat((decimal)Math.Round(nowMs, 3), buffer[position..], out written);
        buffer[position + written] = (byte)',';
        return Append(buffer, position + written + 1, stored[1..]);
    }

    private static int Append(Span<byte> buffer, int position, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer[position..]);
        return position + bytes.Length;
    }
}
