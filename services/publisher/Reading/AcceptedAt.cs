using System.Globalization;
using System.Text;
using Platform.Contracts.Names;
using RabbitMQ.Client;

namespace Platform.Publisher.Reading;

/// <summary>Reads when the platform took a message: our own header, else the one that RabbitMQ's timestamp interceptor sets.</summary>
internal static class AcceptedAt
{
    private const string BrokerTimestamp = "timestamp_in_ms";

    public static double? Of(IReadOnlyBasicProperties properties) =>
        properties.Headers is { } headers
            ? Number(headers, AmqpHeaders.AcceptedAt) ?? Number(headers, BrokerTimestamp)
            : null;

    private static double? Number(IDictionary<string, object?> headers, string name) =>
        headers.TryGetValue(name, out var value)
            ? value switch
            {
                long number => number,
                int number => number,
                double number => number,
                byte[] text when double.TryParse(Encoding.ASCII.GetString(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
                _ => null,
            }
            : null;
}
