using System.Net.Mime;
using MassTransit;

namespace Platform.Ingest.HandOver;

/// <summary>Sends a bundle's bytes as they are, without MassTransit's envelope, so that any consumer in any language can read them.</summary>
internal sealed class RawJson : IMessageSerializer
{
    public ContentType ContentType { get; } = new(MediaTypeNames.Application.Json);

    public MessageBody GetMessageBody<T>(SendContext<T> context)
        where T : class =>
        context.Message is Bundle bundle
            ? new BytesMessageBody(bundle.Body)
            : throw new InvalidOperationException($"Only bundles are sent raw, not {typeof(T).Name}.");
}
