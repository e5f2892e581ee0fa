using MassTransit;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.RabbitMq;

namespace Platform.Metrics.Digests;

/// <summary>
/// One queue for all replicas: each digest is written down once, by one of them. It holds what comes during a restart; what waited
/// longer would tell of another time than it counts for.
/// </summary>
internal sealed class LatencyDigestConsumerDefinition : ConsumerDefinition<LatencyDigestConsumer>
{
    private static readonly TimeSpan MessageLife = TimeSpan.FromSeconds(30);

    // Nobody reads it any more: the services' digests must not pile up.
    private static readonly TimeSpan QueueLife = TimeSpan.FromMinutes(10);

    public LatencyDigestConsumerDefinition() => EndpointName = Topology.DigestQueue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<LatencyDigestConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.HoldNewsAlone(MessageLife, QueueLife);
}
