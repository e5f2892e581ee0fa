using System.Text.Json;

namespace Platform.Contracts.Events;

/// <summary>Reads the value behind a field's name.</summary>
internal static class JsonFields
{
    /// <summary>Reads a trace context; what is none is passed over.</summary>
    public static EventError? ReadTraceParent(this ref Utf8JsonReader reader, out string? value)
    {
        reader.Read();
        value = reader.TokenType == JsonTokenType.String ? TraceParent.OfRecorded(reader.GetString()) : null;
        reader.Skip();
        return null;
    }

    public static EventError? ReadString(this ref Utf8JsonReader reader, string field, out string? value)
    {
        value = null;
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            return EventError.Invalid(field, "a string");
        }

        value = reader.GetString();
        return null;
    }

    public static EventError? ReadTimestamp(this ref Utf8JsonReader reader, string field, out DateTime? value)
    {
        value = null;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTime(out var time))
        {
            return EventError.Invalid(field, "a time in ISO 8601, such as 2026-01-05T10:00:00.123Z");
        }

        // A time without an offset is taken as UTC: the services' own time zone means nothing to a producer.
        value = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
        return null;
    }

    /// <summary>The value's own bytes, whatever it is.</summary>
    public static ReadOnlyMemory<byte> ReadRaw(this ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    public static EventError? PassOver(this ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
        return null;
    }

    /// <summary>What is wrong with a name, such as an id or an address, where one is given.</summary>
    public static EventError? CheckName(string field, string? value) =>
        value is null || EventRules.IsIdentifier(value) ? null : EventError.Invalid(field, "1 to 128 printable characters");
}
