using Platform.Contracts.Lanes;
using Platform.Contracts.Names;

namespace Platform.Load.Producers;

/// <summary>Where producers publish by AMQP.</summary>
/// <param name="Exchange">The exchange.</param>
/// <param name="RoutingKey">The routing key.</param>
/// <param name="TakesArrays">Whether a message may hold several events.</param>
internal sealed record AmqpAddress(string Exchange, string RoutingKey, bool TakesArrays)
{
    /// <summary>A lane of the platform.</summary>
    public static AmqpAddress Of(Lane lane) => new(Topology.Events, lane.Name(), TakesArrays: true);
}
