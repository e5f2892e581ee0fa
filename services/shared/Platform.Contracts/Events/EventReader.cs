using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Platform.Contracts.Lanes;

namespace Platform.Contracts.Events;

/// <summary>
/// Reads events from a producer's bytes and says what is wrong with those that are none. <see cref="Event.Data"/> stays a
/// slice of the given bytes. Fields that are not known are passed over, so that a newer producer can talk to an older service.
/// </summary>
public static class EventReader
{
    /// <summary>Reads one event, all of <paramref name="json"/>.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, int maxBytes, [NotNullWhen(true)] out Event? result, [NotNullWhen(false)] out EventError? error) =>
        JsonObjectReader.TryRead<Draft>(json, maxBytes, out result, out error);

    private struct Draft : IEventDraft
    {
        private string? _id, _eventType, _priority, _userId, _locationId, _topic, _traceParent;
        private DateTime? _timestamp;
        private ReadOnlyMemory<byte>? _data;

        public EventError? ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json) =>
            reader.ValueTextEquals(EventFields.Data) ? ReadData(ref reader, json)
            : reader.ValueTextEquals(EventFields.EventType) ? reader.ReadString(EventFields.EventType, out _eventType)
            : reader.ValueTextEquals(EventFields.Id) ? reader.ReadString(EventFields.Id, out _id)
            : reader.ValueTextEquals(EventFields.Priority) ? reader.ReadString(EventFields.Priority, out _priority)
            : reader.ValueTextEquals(EventFields.UserId) ? reader.ReadString(EventFields.UserId, out _userId)
            : reader.ValueTextEquals(EventFields.LocationId) ? reader.ReadString(EventFields.LocationId, out _locationId)
            : reader.ValueTextEquals(EventFields.Topic) ? reader.ReadString(EventFields.Topic, out _topic)
            : reader.ValueTextEquals(EventFields.Timestamp) ? reader.ReadTimestamp(EventFields.Timestamp, out _timestamp)
            : reader.ValueTextEquals(EventFields.TraceParent) ? reader.ReadTraceParent(out _traceParent)
            : reader.PassOver();

        public readonly EventError? Check() =>
            _eventType is null ? EventError.Missing(EventFields.EventType)
            : _data is null ? EventError.Missing(EventFields.Data)
            : !EventRules.IsEventType(_eventType) ? EventError.Invalid(EventFields.EventType, "1 to 128 of a-z 0-9 _ . -")
            : _priority is not null && !LaneNames.TryParse(_priority, out _) ? EventError.Invalid(EventFields.Priority, "critical, high or normal")
            : JsonFields.CheckName(EventFields.Id, _id)
                ?? JsonFields.CheckName(EventFields.UserId, _userId)
                ?? JsonFields.CheckName(EventFields.LocationId, _locationId)
                ?? JsonFields.CheckName(EventFields.Topic, _topic);

        public readonly Event ToEvent() => new()
        {
            Id = _id,
            EventType = _eventType!,
            Lane = LaneNames.TryParse(_priority, out var lane) ? lane : Lane.Normal,
            UserId = _userId,
            LocationId = _locationId,
            Topic = _topic,
            Timestamp = _timestamp,
            TraceParent = _traceParent,
            Data = _data!.Value,
        };

        private EventError? ReadData(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
        {
            _data = reader.ReadRaw(json);
            return null;
        }
    }
}
