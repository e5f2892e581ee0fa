using MassTransit;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;

namespace Platform.Ingest.HandOver;

/// <summary>How a bundle is sent: raw, persistent, to its lane, and nowhere else without our knowledge.</summary>
internal sealed class BundlePipe : IPipe<SendContext<Bundle>>
{
    private readonly RawJson _serializer = new();

    public Task Send(SendContext<Bundle> context)
    {
        context.Serializer = _serializer;
        context.Durable = true;
        context.Headers.Set(AmqpHeaders.AcceptedAt, context.Message.AcceptedAt);
        var rabbit = context.GetPayload<RabbitMqSendContext>();
        rabbit.RoutingKey = context.Message.Lane.Name();
        rabbit.Mandatory = true;
        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope(nameof(BundlePipe));
}
