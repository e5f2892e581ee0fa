using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Platform.Contracts.Lanes;

namespace Platform.Contracts.Events;

/// <summary>
/// Reads an event in the JSON form of CloudEvents 1.0: <c>id</c>, <c>type</c> (in lower case), <c>time</c> and <c>data</c>, and the
/// extensions <c>userid</c>, <c>locationid</c>, <c>topic</c> and <c>priority</c>. <c>data_base64</c> becomes data that is a string,
/// absent data becomes <c>null</c>. The bytes of <c>data</c> stay a slice of the given ones.
/// </summary>
public static class CloudEventReader
{
    /// <summary>Reads one event, all of <paramref name="json"/>.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, int maxBytes, [NotNullWhen(true)] out Event? result, [NotNullWhen(false)] out EventError? error) =>
        JsonObjectReader.TryRead<Draft>(json, maxBytes, out result, out error);

    private static class Fields
    {
        public const string SpecVersion = "specversion";
        public const string Id = "id";
        public const string Source = "source";
        public const string Type = "type";
        public const string Time = "time";
        public const string Data = "data";
        public const string DataBase64 = "data_base64";
        public const string UserId = "userid";
        public const string LocationId = "locationid";
        public const string Topic = "topic";
        public const string Priority = "priority";
    }

    private struct Draft : IEventDraft
    {
        private const string SupportedVersion = "1.0";
        private static readonly byte[] Null = "null"u8.ToArray();

        private string? _specVersion, _id, _source, _type, _userId, _locationId, _topic, _priority, _traceParent;
        private DateTime? _time;
        private ReadOnlyMemory<byte>? _data, _base64;

        public EventError? ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json) =>
            reader.ValueTextEquals(Fields.Data) ? ReadData(ref reader, json)
            : reader.ValueTextEquals(Fields.Type) ? reader.ReadString(Fields.Type, out _type)
            : reader.ValueTextEquals(Fields.Id) ? reader.ReadString(Fields.Id, out _id)
            : reader.ValueTextEquals(Fields.Source) ? reader.ReadString(Fields.Source, out _source)
            : reader.ValueTextEquals(Fields.SpecVersion) ? reader.ReadString(Fields.SpecVersion, out _specVersion)
            : reader.ValueTextEquals(Fields.Time) ? reader.ReadTimestamp(Fields.Time, out _time)
            : reader.ValueTextEquals(Fields.UserId) ? reader.ReadString(Fields.UserId, out _userId)
            : reader.ValueTextEquals(Fields.LocationId) ? reader.ReadString(Fields.LocationId, out _locationId)
            : reader.ValueTextEquals(Fields.Topic) ? reader.ReadString(Fields.Topic, out _topic)
            : reader.ValueTextEquals(Fields.Priority) ? reader.ReadString(Fields.Priority, out _priority)
            : reader.ValueTextEquals(Fields.DataBase64) ? ReadBase64(ref reader, json)
            : reader.ValueTextEquals(EventFields.TraceParent) ? reader.ReadTraceParent(out _traceParent)
            : reader.PassOver();

        public readonly EventError? Check() =>
            _specVersion is null ? EventError.Missing(Fields.SpecVersion)
            : _specVersion != SupportedVersion ? EventError.Invalid(Fields.SpecVersion, $"\"{SupportedVersion}\"")
            : string.IsNullOrEmpty(_id) ? EventError.Missing(Fields.Id)
            : string.IsNullOrEmpty(_source) ? EventError.Missing(Fields.Source)
            : string.IsNullOrEmpty(_type) ? EventError.Missing(Fields.Type)
            : !EventRules.IsEventType(_type.ToLowerInvariant())
                ? EventError.Invalid(Fields.Type, "1 to 128 of a-z 0-9 _ . - (upper case is taken as lower case)")
            : _data is not null && _base64 is not null ? EventError.Invalid(Fields.DataBase64, "absent where there is 'data'")
            : _priority is not null && !LaneNames.TryParse(_priority, out _) ? EventError.Invalid(Fields.Priority, "critical, high or normal")
            : JsonFields.CheckName(Fields.Id, _id)
                ?? JsonFields.CheckName(Fields.UserId, _userId)
                ?? JsonFields.CheckName(Fields.LocationId, _locationId)
                ?? JsonFields.CheckName(Fields.Topic, _topic);

        public readonly Event ToEvent() => new()
        {
            Id = _id,
            EventType = _type!.ToLowerInvariant(),
            Lane = LaneNames.TryParse(_priority, out var lane) ? lane : Lane.Normal,
            UserId = _userId,
            LocationId = _locationId,
            Topic = _topic,
            Timestamp = _time,
            TraceParent = _traceParent,
            Data = _data ?? _base64 ?? Null,
        };

        private EventError? ReadData(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
        {
            _data = reader.ReadRaw(json);
            return null;
        }

        private EventError? ReadBase64(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
        {
            var value = reader.ReadRaw(json);
            _base64 = value;
            return reader.TokenType == JsonTokenType.String ? null : EventError.Invalid(Fields.DataBase64, "a string");
        }
    }
}
