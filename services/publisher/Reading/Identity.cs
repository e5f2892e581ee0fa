using System.IO.Hashing;
using System.Text;
using Platform.Contracts.Events;
using RabbitMQ.Client.Events;

namespace Platform.Publisher.Reading;

/// <summary>
/// By what an event is known when it comes again. Its own id; else one made from the message's id and the place in it; else it
/// gets a new id, and a fingerprint of its bytes is remembered, which is looked at only when RabbitMQ says "redelivered": two
/// equal events without ids are two events.
/// </summary>
/// <param name="Id">The event's id from here on.</param>
/// <param name="Hash">What is looked for in the channel's ids: 16 bytes of XXH128, a third of a UUID's text.</param>
/// <param name="Fingerprint">Remembered for a redelivery that may come.</param>
internal readonly record struct Identity(string Id, byte[] Hash, byte[]? Fingerprint)
{
    // Equal events in one message are told apart by their places in it.
    private const long FingerprintSeed = 1;

    public static Identity Of(string? id, BasicDeliverEventArgs delivery, int index, ReadOnlySpan<byte> bytes)
    {
        id ??= delivery.BasicProperties.MessageId is { Length: > 0 } messageId && EventRules.IsIdentifier(messageId)
            ? $"{messageId}:{index}"
            : null;
        if (id is not null)
        {
            return new Identity(id, XxHash128.Hash(Encoding.UTF8.GetBytes(id)), null);
        }

        var made = Guid.CreateVersion7().ToString();
        var fingerprint = XxHash128.Hash(bytes, FingerprintSeed + index);
        return delivery.Redelivered
            ? new Identity(made, fingerprint, null)
            : new Identity(made, XxHash128.Hash(Encoding.UTF8.GetBytes(made)), fingerprint);
    }
}
