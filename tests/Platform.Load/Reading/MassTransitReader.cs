using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Platform.Load.Measurements;

namespace Platform.Load.Reading;

/// <summary>MassTransit's receive endpoint on the queue: raw JSON, the publisher's prefetch, and neither retry nor instrumentation.</summary>
internal sealed class MassTransitReader<TConsumer>(string name, Uri broker, int concurrency, Action<IConsumerConfigurator<TConsumer>> tune) : ILaneReader
    where TConsumer : class, IConsumer
{
    public string Name => name;

    public async Task ReadAsync(string queue, ReadingMeter meter, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddSingleton(meter)
            .AddMassTransit(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.AddConsumer<TConsumer>();
                bus.UsingRabbitMq((context, transport) =>
                {
                    transport.Host(broker);
                    transport.ReceiveEndpoint(queue, endpoint => Configure(endpoint, context));
                });
            })
            .BuildServiceProvider();

        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync(cancellationToken);
        await meter.Done.WaitAsync(cancellationToken);
        await bus.StopAsync(cancellationToken);
    }

    private void Configure(IRabbitMqReceiveEndpointConfigurator endpoint, IBusRegistrationContext context)
    {
        endpoint.ConfigureConsumeTopology = false;
        foreach (var (argument, value) in OwnLane.Arguments)
        {
            endpoint.SetQueueArgument(argument, value);
        }

        endpoint.PrefetchCount = ClientReader.Prefetch;
        endpoint.ConcurrentMessageLimit = concurrency;
        endpoint.UseRawJsonDeserializer(isDefault: true);
        endpoint.ConfigureConsumer(context, tune);
    }
}
