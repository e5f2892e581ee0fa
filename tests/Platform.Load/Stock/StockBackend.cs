using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Load.Stock;

/// <summary>
/// The process between RabbitMQ and Redis: MassTransit with a consumer an event, <c>IHubContext</c>, and the way in over HTTP.
/// What is tuned: prefetch and concurrency (<see cref="StockTuning"/>), raw JSON instead of MassTransit's envelope, sends straight
/// to the queue's exchange, no message-type exchanges, no retry and no outbox filter. Persistence and publisher confirms are
/// MassTransit's defaults, and the same as the platform's.
/// </summary>
internal static class StockBackend
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    public static Task<StockApp> StartAsync(StockSettings settings, CancellationToken cancellationToken) => StockApp.StartAsync(
        builder =>
        {
            builder.AddStockSignalR(settings.Redis, StockSettings.RedisPrefix);
            builder.Services.AddMassTransit(bus => AddConsumer(bus, settings));
            builder.Services.AddOptions<MassTransitHostOptions>().Configure(host =>
            {
                host.WaitUntilStarted = true;
                host.StartTimeout = StartWithin;
            });
        },
        app => app.MapStockIngest(),
        cancellationToken);

    private static void AddConsumer(IBusRegistrationConfigurator bus, StockSettings settings)
    {
        bus.DisableUsageTelemetry();
        bus.AddConsumer<StockConsumer>();
        bus.UsingRabbitMq((context, transport) =>
        {
            transport.Host(settings.RabbitMq);
            transport.UseRawJsonSerializer(isDefault: true);
            transport.ReceiveEndpoint(StockQueue.Name, endpoint => Configure(endpoint, context, settings.Tuning));
        });
    }

    private static void Configure(IRabbitMqReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, StockTuning tuning)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.SetQuorumQueue();
        endpoint.PrefetchCount = tuning.Prefetch;
        endpoint.ConcurrentMessageLimit = tuning.Concurrency;
        endpoint.UseRawJsonDeserializer(isDefault: true);
        endpoint.ConfigureConsumer<StockConsumer>(context);
    }
}
