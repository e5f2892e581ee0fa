using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Tracing;

namespace Platform.Edge.Channels;

/// <summary>Records the edge's stages of live events: one look at each event for all its deliveries.</summary>
internal sealed class FanOutLatency(LatencyRecorder recorder, SlowEvents slow, TimeProvider clock)
{
    /// <summary>A frame that went on whole to so many connections, and how many events that were, with those of which a part went on.</summary>
    public void Record(Lane lane, LiveFrame live, int deliveries, long events)
    {
        var writtenAt = clock.NowMs();
        foreach (var stored in live.Frame.Events)
        {
            var (eventType, acceptedAt, trace) = Read(stored.Span);
            recorder.Record(Stage.Backplane, lane, eventType, live.ReceivedAt - live.Frame.AppendedAt);
            if (deliveries > 0)
            {
                recorder.Record(Stage.Outbox, lane, eventType, writtenAt - live.ReceivedAt, deliveries);
                recorder.Record(Stage.Total, lane, eventType, writtenAt - acceptedAt, deliveries);
                slow.Written(lane, eventType, writtenAt - acceptedAt, trace);
            }

            if (trace is not null)
            {
                EventTrace.Span(Stage.Backplane, trace, lane, eventType, live.Frame.AppendedAt, live.ReceivedAt);
                EventTrace.Span(Stage.Outbox, trace, lane, eventType, live.ReceivedAt, writtenAt, deliveries);
            }
        }

        slow.Delivered(lane, events);
    }

    // The writer puts these fields near the front, so this stops before the data.
    private static (string EventType, double AcceptedAt, string? Trace) Read(ReadOnlySpan<byte> stored)
    {
        var reader = new Utf8JsonReader(stored);
        reader.Read();
        double acceptedAt = 0;
        string? trace = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAcceptedAt = reader.ValueTextEquals(EventFields.AcceptedAt);
            var isTrace = reader.ValueTextEquals(EventFields.TraceParent);
            var isType = reader.ValueTextEquals(EventFields.EventType);
            reader.Read();
            if (isType)
            {
                return (reader.GetString()!, acceptedAt, trace);
            }

            if (isAcceptedAt)
            {
                acceptedAt = reader.GetDouble();
            }
            else if (isTrace)
            {
                trace = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return ("", acceptedAt, trace);
    }
}
