using System.Buffers;
using System.Text.Json;
using MessagePack;
using Platform.Contracts.Events;
using Platform.Contracts.Frames;
using Platform.Contracts.Hub;

namespace Platform.Edge.Streams.Formats;

/// <summary>
/// A frame as SignalR's MessagePack protocol sends it: one <c>events</c> invocation. Each event is a map with the stored fields;
/// <c>data</c> is a string of JSON, so that what a producer sent reaches every client with the same bytes.
/// </summary>
internal static class MessagePackEvents
{
    private const int Invocation = 1;
    private const int PartsOfInvocation = 6;

    /// <summary>The frame's events from an offset to another.</summary>
    public static ReadOnlyMemory<byte> Encode(Frame frame, long first, long last, double nowMs)
    {
        var body = new ArrayBufferWriter<byte>(512);
        var writer = new MessagePackWriter(body);
        writer.WriteArrayHeader(PartsOfInvocation);
        writer.Write(Invocation);
        writer.WriteMapHeader(0); // headers
        writer.WriteNil(); // no invocation id: nobody answers
        writer.Write(HubMethods.Events);
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader((int)(last - first + 1));
        for (var offset = first; offset <= last; offset++)
        {
            WriteEvent(ref writer, frame.Stored(offset).Span, offset, nowMs);
        }

        writer.WriteArrayHeader(0); // streams
        writer.Flush();
        return WithLength(body.WrittenSpan);
    }

    private static void WriteEvent(ref MessagePackWriter writer, ReadOnlySpan<byte> stored, long offset, double nowMs)
    {
        writer.WriteMapHeader(CountFields(stored) + 2);
        writer.Write(EventFields.Offset);
        writer.Write(offset);
        writer.Write(EventFields.ServerTimestamp);
        writer.Write(Math.Round(nowMs, 3));

        var reader = new Utf8JsonReader(stored);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals(EventFields.Data);
            writer.Write(reader.GetString());
            reader.Read();
            if (isData)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                writer.WriteString(stored[start..(int)reader.BytesConsumed]);
            }
            else
            {
                WriteValue(ref writer, ref reader);
            }
        }
    }

    private static int CountFields(ReadOnlySpan<byte> stored)
    {
        var reader = new Utf8JsonReader(stored);
        reader.Read();
        var count = 0;
        for (; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; reader.Skip())
        {
            reader.Read();
            count++;
        }

        return count;
    }

    // What stands beside the data: strings, numbers, and the ids of an aggregate.
    private static void WriteValue(ref MessagePackWriter writer, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                writer.Write(reader.GetString());
                break;
            case JsonTokenType.Number when reader.TryGetInt64(out var whole):
                writer.Write(whole);
                break;
            case JsonTokenType.Number:
                writer.Write(reader.GetDouble());
                break;
            case JsonTokenType.True or JsonTokenType.False:
                writer.Write(reader.GetBoolean());
                break;
            case JsonTokenType.StartArray:
                WriteStrings(ref writer, ref reader);
                break;
            default:
                reader.Skip();
                writer.WriteNil();
                break;
        }
    }

    private static void WriteStrings(ref MessagePackWriter writer, ref Utf8JsonReader reader)
    {
        List<string?> strings = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            strings.Add(reader.GetString());
        }

        writer.WriteArrayHeader(strings.Count);
        foreach (var text in strings)
        {
            writer.Write(text);
        }
    }

    // In front of each message its length stands, seven bits a byte, the lowest first.
    private static ReadOnlyMemory<byte> WithLength(ReadOnlySpan<byte> body)
    {
        Span<byte> length = stackalloc byte[5];
        var digits = 0;
        for (var rest = (uint)body.Length; ; rest >>= 7)
        {
            length[digits++] = (byte)(rest > 0x7F ? (rest & 0x7F) | 0x80 : rest);
            if (rest <= 0x7F)
            {
                break;
            }
        }

        var message = new byte[digits + body.Length];
        length[..digits].CopyTo(message);
        body.CopyTo(message.AsSpan(digits));
        return message;
    }
}
