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
            ? Time(headers, AmqpHeaders.AcceptedAt) ?? Time(headers, BrokerTimestamp)
            : null;

    // A header is a stranger's input: what is no time counts as absent.
    private static double? Time(IDictionary<string, object?> headers, string name) =>
        Number(headers, name) is { } number && double.IsFinite(number) && number >= 0 ? number : null;

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
