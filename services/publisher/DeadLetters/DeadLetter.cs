using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Platform.Contracts.Names;
using RabbitMQ.Client;

namespace Platform.Publisher.DeadLetters;

/// <summary>A message that no lane could take, as <c>dead list</c> shows it.</summary>
internal sealed record DeadLetter
{
    /// <summary>The reason of a message whose routing key is no lane: RabbitMQ sent it here, without a word.</summary>
    public const string Unroutable = "unroutable";

    // What RabbitMQ itself says when it moved a message here.
    private const string BrokersReason = "x-first-death-reason";

    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    [JsonPropertyName("detail")]
    public string? Detail { get; init; }

    /// <summary>The lane, or the routing key that is none.</summary>
    [JsonPropertyName("lane")]
    public required string Lane { get; init; }

    [JsonPropertyName("first_seen")]
    public DateTimeOffset? FirstSeen { get; init; }

    [JsonPropertyName("set_aside_by")]
    public string? SetAsideBy { get; init; }

    [JsonPropertyName("body")]
    public required string Body { get; init; }

    public static DeadLetter From(BasicGetResult message)
    {
        var headers = message.BasicProperties.Headers;
        return new DeadLetter
        {
            Reason = Text(headers, AmqpHeaders.Reason) ?? Text(headers, BrokersReason) ?? Unroutable,
            Detail = Text(headers, AmqpHeaders.Detail),
            Lane = Text(headers, AmqpHeaders.Lane) ?? message.RoutingKey,
            FirstSeen = headers?.TryGetValue(AmqpHeaders.FirstSeen, out var seen) == true
                ? DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(seen, CultureInfo.InvariantCulture))
                : null,
            SetAsideBy = Text(headers, AmqpHeaders.SetAsideBy),
            Body = Encoding.UTF8.GetString(message.Body.Span),
        };
    }

    private static string? Text(IDictionary<string, object?>? headers, string name) =>
        headers?.TryGetValue(name, out var value) == true ? value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value?.ToString() : null;
}
