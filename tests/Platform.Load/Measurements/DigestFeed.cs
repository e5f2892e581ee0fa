using MassTransit;
using Platform.Contracts.Latency;
using Platform.Contracts.Names;

namespace Platform.Load.Measurements;

/// <summary>Listens to the services' latency digests, on a queue of its own that goes with it.</summary>
internal sealed class DigestFeed : IAsyncDisposable
{
    private readonly IBusControl _bus;

    private DigestFeed(IBusControl bus, StageLog log) => (_bus, Log) = (bus, log);

    public StageLog Log { get; }

    public static async Task<DigestFeed> OpenAsync(Uri broker, RunClock clock, CancellationToken cancellationToken)
    {
        var log = new StageLog();
        var bus = Bus.Factory.CreateUsingRabbitMq(transport =>
        {
            transport.Host(broker, "load digests", _ => { });
            transport.Message<LatencyDigest>(message => message.SetEntityName(Topology.Digests));
            transport.ReceiveEndpoint(new TemporaryEndpointDefinition(concurrentMessageLimit: 1), endpoint =>
                endpoint.Handler<LatencyDigest>(context =>
                {
                    log.Add(clock.Now, context.Message);
                    return Task.CompletedTask;
                }));
        });
        await bus.StartAsync(cancellationToken);
        return new DigestFeed(bus, log);
    }

    public async ValueTask DisposeAsync() => await _bus.StopAsync(TimeSpan.FromSeconds(5));
}
