using System.Buffers;
using Microsoft.Extensions.Options;
using Platform.Contracts.Channels;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Publisher.Lanes;
using Platform.ServiceDefaults.Latency;
using RabbitMQ.Client.Events;

namespace Platform.Publisher.Reading;

/// <summary>
/// Makes entries of a delivery. What can't be read is kept beside them for the dead letters, with the reason. It never throws: a
/// delivery that is not handed on would be acked with the next one, and be lost.
/// </summary>
internal sealed class DeliveryReader(IOptionsMonitor<PublisherOptions> options, TimeProvider clock)
{
    // What one message may cost: ingest never sends as many, and each unreadable event is confirmed by itself.
    private const int MaxEvents = 10_000;
    private const int MaxUnreadable = 100;

    /// <summary>Reads a delivery, or keeps it for later where it came before.</summary>
    public LaneMessage Take(Lane lane, BasicDeliverEventArgs delivery) => delivery.Redelivered ? Keep(delivery) : Read(lane, delivery);

    /// <summary>Reads a message that was kept.</summary>
    public LaneMessage Read(Lane lane, LaneMessage unread) => Read(lane, unread.Unread!) with { Unread = unread.Unread };

    /// <summary>The bytes of one event of a body that could be read before.</summary>
    public static ReadOnlyMemory<byte> EventAt(ReadOnlyMemory<byte> body, int index) =>
        EventSplitter.TrySplit(body, out var events, out _) ? events[index] : body;

    private LaneMessage Read(Lane lane, BasicDeliverEventArgs delivery)
    {
        try
        {
            var message = ReadEvents(lane, delivery);
            return message.Unreadable.Count <= MaxUnreadable ? message : message with { Unreadable = [Whole(delivery, message.Unreadable[0].Error)] };
        }
        catch (Exception e)
        {
            return Empty(delivery) with { Unreadable = [Whole(delivery, new EventError("unreadable", e.Message))] };
        }
    }

    // The body is valid while RabbitMQ's client hands it over, and no longer.
    private LaneMessage Keep(BasicDeliverEventArgs delivery) => Empty(delivery) with
    {
        Unread = new BasicDeliverEventArgs(
            delivery.ConsumerTag, delivery.DeliveryTag, delivery.Redelivered, delivery.Exchange, delivery.RoutingKey,
            delivery.BasicProperties, delivery.Body.ToArray()),
    };

    private LaneMessage Empty(BasicDeliverEventArgs delivery)
    {
        var now = clock.NowMs();
        return new LaneMessage
        {
            DeliveryTag = delivery.DeliveryTag,
            IsRedelivered = delivery.Redelivered,
            AcceptedAt = now,
            IsAcceptanceKnown = false,
            ReadAt = now,
            Entries = [],
            Unreadable = [],
        };
    }

    private static Unreadable Whole(BasicDeliverEventArgs delivery, EventError error) => new(delivery.Body.ToArray(), error);

    private LaneMessage ReadEvents(Lane lane, BasicDeliverEventArgs delivery)
    {
        var readAt = clock.NowMs();
        var acceptedAt = AcceptedAt.Of(delivery.BasicProperties);
        List<Entry> entries = [];
        List<Unreadable> unreadable = [];
        var message = new LaneMessage
        {
            DeliveryTag = delivery.DeliveryTag,
            IsRedelivered = delivery.Redelivered,
            // A producer's clock that runs ahead must not make time run backwards here.
            AcceptedAt = Math.Min(acceptedAt ?? readAt, readAt),
            IsAcceptanceKnown = acceptedAt is not null,
            ReadAt = readAt,
            Entries = entries,
            Unreadable = unreadable,
        };

        if (!EventSplitter.TrySplit(delivery.Body, out var slices, out var error))
        {
            unreadable.Add(Whole(delivery, error));
            return message;
        }

        if (slices.Count > MaxEvents)
        {
            unreadable.Add(Whole(delivery, new EventError(EventError.TooLargeCode, $"The message has {slices.Count} events; at most {MaxEvents} are accepted.")));
            return message;
        }

        var trace = MessageTrace.Of(delivery.BasicProperties);
        var maxBytes = options.CurrentValue.MaxEventBytes;
        for (var index = 0; index < slices.Count; index++)
        {
            if (EventReader.TryRead(slices[index], maxBytes, out var @event, out error))
            {
                entries.Add(ToEntry(lane, @event, delivery, index, slices[index].Span, message, trace));
            }
            else
            {
                unreadable.Add(new Unreadable(slices[index].ToArray(), error));
            }
        }

        return message;
    }

    private Entry ToEntry(Lane lane, Event @event, BasicDeliverEventArgs delivery, int index, ReadOnlySpan<byte> bytes, LaneMessage message, string? trace)
    {
        var identity = Identity.Of(@event.Id, delivery, index, bytes);
        var complete = @event with
        {
            Lane = lane,
            Id = identity.Id,
            Timestamp = @event.Timestamp ?? clock.GetUtcNow().UtcDateTime,
            TraceParent = @event.TraceParent ?? trace,
        };
        var channel = ChannelName.Of(complete);
        var body = new ArrayBufferWriter<byte>(256 + complete.Data.Length);
        EventWriter.WriteStored(body, complete, channel, message.AcceptedAt);
        return new Entry
        {
            Message = message,
            Index = index,
            Channel = channel,
            Event = complete with { Data = EventWriter.DataIn(body.WrittenMemory, complete.Data.Length) },
            Body = body.WrittenMemory,
            Ids = [identity.Hash],
            Fingerprints = identity.Fingerprint is { } fingerprint ? [fingerprint] : [],
        };
    }
}
