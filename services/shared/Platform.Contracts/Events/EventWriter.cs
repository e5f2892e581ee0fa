using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Contracts.Lanes;

namespace Platform.Contracts.Events;

/// <summary>
/// Writes an event in its one canonical form: the known fields in a fixed order, each once, and the bytes of <c>data</c> as the
/// producer sent them.
/// </summary>
public static class EventWriter
{
    // Values go to JSON parsers, never into HTML; the relaxed encoder keeps them readable and short.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>As it goes onto a lane.</summary>
    public static void Write(IBufferWriter<byte> output, Event @event)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        WriteFields(writer, @event, []);
        writer.WriteEndObject();
    }

    /// <summary>As it is kept in history and sent live: with its channel and the time at which it was accepted.</summary>
    /// <param name="output">Takes the JSON.</param>
    /// <param name="event">An event that has an id.</param>
    /// <param name="channel">Where it goes.</param>
    /// <param name="acceptedAt">Milliseconds since 1970, with fraction.</param>
    /// <param name="aggregatedIds">Of an aggregate: the ids of the events that it stands for.</param>
    public static void WriteStored(
        IBufferWriter<byte> output, Event @event, string channel, double acceptedAt, IReadOnlyList<string>? aggregatedIds = null)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString(EventFields.Channel, channel);
        writer.WriteNumber(EventFields.AcceptedAt, Math.Round(acceptedAt, 3));
        WriteFields(writer, @event, aggregatedIds ?? []);
        writer.WriteEndObject();
    }

    /// <summary>Where the data is in what <see cref="WriteStored"/> wrote: it is the last field.</summary>
    public static ReadOnlyMemory<byte> DataIn(ReadOnlyMemory<byte> stored, int length) => stored[^(length + 1)..^1];

    /// <summary>How many bytes an id takes in JSON, its quotes included.</summary>
    public static int SizeOf(string id) => JsonEncodedText.Encode(id, Options.Encoder).EncodedUtf8Bytes.Length + 2;

    private static void WriteFields(Utf8JsonWriter writer, Event @event, IReadOnlyList<string> aggregatedIds)
    {
        WriteOptional(writer, EventFields.Id, @event.Id);
        WriteOptional(writer, EventFields.TraceParent, @event.TraceParent);
        writer.WriteString(EventFields.EventType, @event.EventType);
        writer.WriteString(EventFields.Priority, @event.Lane.Name());
        WriteOptional(writer, EventFields.UserId, @event.UserId);
        WriteOptional(writer, EventFields.LocationId, @event.LocationId);
        WriteOptional(writer, EventFields.Topic, @event.Topic);
        if (@event.Timestamp is { } timestamp)
        {
            writer.WriteString(EventFields.Timestamp, timestamp);
        }

        if (aggregatedIds.Count > 0)
        {
            writer.WriteStartArray(EventFields.AggregatedIds);
            foreach (var id in aggregatedIds)
            {
                writer.WriteStringValue(id);
            }

            writer.WriteEndArray();
        }

        writer.WritePropertyName(EventFields.Data);
        writer.WriteRawValue(@event.Data.Span, skipInputValidation: true);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string field, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(field, value);
        }
    }
}
