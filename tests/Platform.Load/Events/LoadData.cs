using System.Text.Json;
using System.Text.Unicode;
using Platform.Load.Proof;

namespace Platform.Load.Events;

/// <summary>
/// An event's <c>data</c>: <c>{"run":…,"producer":…,"sequence":…,"sent_at":…,"pad":"…"}</c>. With the channel and the lane beside
/// it, it names the event by numbers alone.
/// </summary>
internal readonly record struct LoadData(uint Run, int Producer, int Sequence, long SentAt)
{
    // The longest that the four numbers and their names can be.
    private const int MaxBytesBesidesPad = 128;

    /// <summary>Writes it, padded to a size (never cut to one).</summary>
    public static byte[] Write(uint run, SentEvent sent, int bytes)
    {
        Span<byte> head = stackalloc byte[MaxBytesBesidesPad];
        Utf8.TryWrite(
            head,
            $"{{\"run\":{run},\"producer\":{sent.Producer},\"sequence\":{sent.Sequence},\"sent_at\":{sent.SentAt},\"pad\":\"",
            out var written);
        var data = new byte[Math.Max(bytes, written + 2)];
        head[..written].CopyTo(data);
        data.AsSpan(written..^2).Fill((byte)'x');
        "\"}"u8.CopyTo(data.AsSpan(^2..));
        return data;
    }

    /// <summary>
    /// Reads it; <c>null</c> if it is none of ours. The reader stands on the value's first token, and ends on its last.
    /// </summary>
    public static LoadData? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        long? run = null, producer = null, sequence = null, sentAt = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("run"u8))
            {
                run = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("producer"u8))
            {
                producer = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("sequence"u8))
            {
                sequence = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("sent_at"u8))
            {
                sentAt = ReadNumber(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return run is { } r && producer is { } p && sequence is { } s && sentAt is { } t
            ? new LoadData((uint)r, (int)p, (int)s, t)
            : null;
    }

    private static long? ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            return number;
        }

        reader.Skip();
        return null;
    }
}
