using MassTransit;
using Platform.Contracts.Names;

namespace Platform.Metrics.Digests;

/// <summary>
/// A queue of this process's own, so that every replica sees every digest. It leaves with the process and holds the last seconds
/// only: what waited longer would count as new.
/// </summary>
internal sealed class LatencyDigestConsumerDefinition : ConsumerDefinition<LatencyDigestConsumer>
{
    private static readonly TimeSpan MessageLife = TimeSpan.FromSeconds(5);

    public LatencyDigestConsumerDefinition()
    {
        EndpointName = $"{Topology.Digests}.{NewId.NextGuid():N}";
        ConcurrentMessageLimit = 1;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<LatencyDigestConsumer> consumerConfigurator, IRegistrationContext context)
    {
        // A digest that can't be read is not worth a queue of errors that outlives us.
        endpointConfigurator.PublishFaults = false;
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.DiscardSkippedMessages();
        if (endpointConfigurator is IRabbitMqReceiveEndpointConfigurator queue)
        {
            // Durable although short-lived: RabbitMQ is giving up transient queues that are not exclusive.
            queue.AutoDelete = true;
            queue.QueueExpiration = TimeSpan.FromMinutes(1);
            queue.SetQueueArgument("x-message-ttl", (int)MessageLife.TotalMilliseconds);
        }
    }
}
