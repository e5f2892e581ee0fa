using System.Text;
using Platform.Contracts.Events;
using Platform.Contracts.Names;
using RabbitMQ.Client;

namespace Platform.Publisher.Reading;

/// <summary>Reads the trace that a producer put into a message's headers.</summary>
internal static class MessageTrace
{
    public static string? Of(IReadOnlyBasicProperties properties) =>
        properties.Headers is { } headers && headers.TryGetValue(AmqpHeaders.TraceParent, out var value)
            ? TraceParent.OfRecorded(value switch
            {
                string text => text,
                byte[] text => Encoding.ASCII.GetString(text),
                _ => null,
            })
            : null;
}
