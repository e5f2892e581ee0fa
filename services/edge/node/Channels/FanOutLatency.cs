using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.ServiceDefaults.Latency;

namespace Platform.Edge.Channels;

/// <summary>Records the edge's stages of live events: one look at each event for all its deliveries.</summary>
internal sealed class FanOutLatency(LatencyRecorder recorder, FrameAges ages, TimeProvider clock)
{
    private long _delivered;

    /// <summary>Messages written since the node started: one event to one connection is one message.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    public void Record(Lane lane, LiveFrame live, int deliveries)
    {
        var writtenAt = clock.NowMs();
        ages.Saw(lane, writtenAt - live.Frame.AppendedAt);
        foreach (var stored in live.Frame.Events)
        {
            var (eventType, acceptedAt) = Read(stored.Span);
            recorder.Record(Stage.Backplane, lane, eventType, live.ReceivedAt - live.Frame.AppendedAt);
            if (deliveries > 0)
            {
                recorder.Record(Stage.Outbox, lane, eventType, writtenAt - live.ReceivedAt, deliveries);
                recorder.Record(Stage.Total, lane, eventType, writtenAt - acceptedAt, deliveries);
            }
        }

        Interlocked.Add(ref _delivered, (long)deliveries * live.Frame.Events.Count);
    }

    // The writer puts both fields near the front, so this stops before the data.
    private static (string EventType, double AcceptedAt) Read(ReadOnlySpan<byte> stored)
    {
        var reader = new Utf8JsonReader(stored);
        reader.Read();
        double acceptedAt = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAcceptedAt = reader.ValueTextEquals(EventFields.AcceptedAt);
            var isType = reader.ValueTextEquals(EventFields.EventType);
            reader.Read();
            if (isType)
            {
                return (reader.GetString()!, acceptedAt);
            }

            if (isAcceptedAt)
            {
                acceptedAt = reader.GetDouble();
            }
            else
            {
                reader.Skip();
            }
        }

        return ("", acceptedAt);
    }
}
