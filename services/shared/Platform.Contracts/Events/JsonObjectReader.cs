using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Platform.Contracts.Events;

/// <summary>Reads one JSON object into a draft of an event, field by field, without copying it.</summary>
internal static class JsonObjectReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = EventRules.MaxDepth };

    public static bool TryRead<TDraft>(
        ReadOnlyMemory<byte> json, int maxBytes, [NotNullWhen(true)] out Event? result, [NotNullWhen(false)] out EventError? error)
        where TDraft : struct, IEventDraft
    {
        result = null;
        if (json.Length > maxBytes)
        {
            error = EventError.TooLarge(json.Length, maxBytes);
            return false;
        }

        // What is not UTF-8 would break the text frame, and with it the connection, of every client that it reached.
        if (!Utf8.IsValid(json.Span))
        {
            error = EventError.InvalidJson("The event is not UTF-8.");
            return false;
        }

        try
        {
            var draft = default(TDraft);
            error = ReadFields(ref draft, json) ?? draft.Check();
            result = error is null ? draft.ToEvent() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped surrogate that has no partner.
            error = EventError.InvalidJson($"The event is not valid JSON: {e.Message}");
        }

        return error is null;
    }

    private static EventError? ReadFields<TDraft>(ref TDraft draft, ReadOnlyMemory<byte> json)
        where TDraft : struct, IEventDraft
    {
        var reader = new Utf8JsonReader(json.Span, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return EventError.InvalidJson("An event is a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (draft.ReadField(ref reader, json) is { } error)
            {
                return error;
            }
        }

        // Throws where something follows the object.
        reader.Read();
        return null;
    }
}
