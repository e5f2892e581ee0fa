using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Platform.Contracts.Events;

/// <summary>
/// Finds the events in a body: one event, an array of them, or <c>{"events":[…]}</c>. It only cuts; whether each slice is a valid
/// event is for <see cref="EventReader"/> to say, so that one bad event leaves its neighbours alone.
/// </summary>
public static class EventSplitter
{
    // How deep an event may nest is for the reader to say: here, one that nests too deep would take its neighbours with it.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>Cuts the body into its events' bytes.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="events">The events; where it fails, those before the place where it failed.</param>
    /// <param name="error">Why it failed.</param>
    public static bool TrySplit(
        ReadOnlyMemory<byte> body, out List<ReadOnlyMemory<byte>> events, [NotNullWhen(false)] out EventError? error)
    {
        events = [];
        error = null;
        try
        {
            var reader = new Utf8JsonReader(body.Span, Options);
            reader.Read();
            var found = reader.TokenType switch
            {
                JsonTokenType.StartArray => CutArray(ref reader, body, events),
                JsonTokenType.StartObject => CutObject(ref reader, body, events),
                _ => false,
            };
            if (!found)
            {
                error = EventError.InvalidJson("The body is one event, an array of events, or {\"events\":[…]}.");
            }
            else if (reader.Read())
            {
                error = EventError.InvalidJson("Something follows the JSON value.");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            error = EventError.InvalidJson($"The body is not valid JSON: {e.Message}");
        }

        return error is null;
    }

    private static bool CutArray(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<ReadOnlyMemory<byte>> events)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            events.Add(body[start..(int)reader.BytesConsumed]);
        }

        return true;
    }

    // An object is the envelope when it has an array 'events' and nothing that makes it an event itself.
    private static bool CutObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<ReadOnlyMemory<byte>> events)
    {
        var start = (int)reader.TokenStartIndex;
        var isEnvelope = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var mayBeEnvelope = reader.ValueTextEquals(EventFields.Events);
            var isEvent = reader.ValueTextEquals(EventFields.EventType);
            reader.Read();
            if (mayBeEnvelope && reader.TokenType == JsonTokenType.StartArray)
            {
                events.Clear();
                isEnvelope = CutArray(ref reader, body, events);
                continue;
            }

            reader.Skip();
            if (isEvent)
            {
                isEnvelope = false;
                SkipRest(ref reader);
                break;
            }
        }

        if (!isEnvelope)
        {
            events.Clear();
            events.Add(body[start..(int)reader.BytesConsumed]);
        }

        return true;
    }

    private static void SkipRest(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
            reader.Skip();
        }
    }
}
