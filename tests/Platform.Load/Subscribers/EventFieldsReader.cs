using System.Text;
using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Load.Events;

namespace Platform.Load.Subscribers;

/// <summary>Reads of an event what the tool needs, without an allocation.</summary>
internal static class EventFieldsReader
{
    private static readonly byte[] Channel = Encoding.UTF8.GetBytes(EventFields.Channel);
    private static readonly byte[] Priority = Encoding.UTF8.GetBytes(EventFields.Priority);
    private static readonly byte[] Offset = Encoding.UTF8.GetBytes(EventFields.Offset);
    private static readonly byte[] AcceptedAt = Encoding.UTF8.GetBytes(EventFields.AcceptedAt);
    private static readonly byte[] ServerTimestamp = Encoding.UTF8.GetBytes(EventFields.ServerTimestamp);
    private static readonly byte[] Data = Encoding.UTF8.GetBytes(EventFields.Data);
    private static readonly byte[][] Lanes = [.. LaneNames.All.Select(lane => Encoding.UTF8.GetBytes(lane.Name()))];

    /// <summary>The reader stands on the event's brace, and ends on its closing one.</summary>
    public static ReceivedEvent Read(ref Utf8JsonReader reader)
    {
        var received = default(ReceivedEvent);
        var start = reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(Data))
            {
                reader.Read();
                received.Data = LoadData.Read(ref reader);
            }
            else if (reader.ValueTextEquals(Channel))
            {
                reader.Read();
                received.Channel = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
            }
            else if (reader.ValueTextEquals(Priority))
            {
                reader.Read();
                received.Lane = ReadLane(ref reader);
            }
            else if (reader.ValueTextEquals(Offset))
            {
                reader.Read();
                received.Offset = reader.GetInt64();
            }
            else if (reader.ValueTextEquals(AcceptedAt))
            {
                reader.Read();
                received.AcceptedAt = reader.GetDouble();
            }
            else if (reader.ValueTextEquals(ServerTimestamp))
            {
                reader.Read();
                received.ServerTimestamp = reader.GetDouble();
            }
            else
            {
                reader.Skip();
            }
        }

        received.Bytes = (int)(reader.BytesConsumed - start);
        return received;
    }

    private static Lane ReadLane(ref Utf8JsonReader reader)
    {
        for (var lane = 0; lane < Lanes.Length; lane++)
        {
            if (reader.ValueTextEquals(Lanes[lane]))
            {
                return (Lane)lane;
            }
        }

        throw new JsonException($"There is no lane '{reader.GetString()}'.");
    }
}
