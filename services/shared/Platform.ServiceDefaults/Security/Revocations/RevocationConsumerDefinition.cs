using MassTransit;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.RabbitMq;

namespace Platform.ServiceDefaults.Security.Revocations;

/// <summary>A queue for each instance, since each must hear of everything. It goes with the instance: a later one is told anew.</summary>
internal sealed class RevocationConsumerDefinition : ConsumerDefinition<RevocationConsumer>
{
    private static readonly TimeSpan MessageLife = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan QueueLife = TimeSpan.FromMinutes(1);

    public RevocationConsumerDefinition() => EndpointName = $"{Topology.Revocations}.{NewId.NextGuid():N}";

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<RevocationConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.HoldNewsAlone(MessageLife, QueueLife);
}
