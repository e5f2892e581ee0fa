using MassTransit;
using Platform.Contracts.Names;

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
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<LatencyDigestConsumer> consumerConfigurator, IRegistrationContext context)
    {
        // A digest that can't be read is not worth a queue of errors that outlives us.
        endpointConfigurator.PublishFaults = false;
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.DiscardSkippedMessages();
        if (endpointConfigurator is IRabbitMqReceiveEndpointConfigurator queue)
        {
            queue.QueueExpiration = QueueLife;
            queue.SetQueueArgument("x-message-ttl", (int)MessageLife.TotalMilliseconds);
        }
    }
}
