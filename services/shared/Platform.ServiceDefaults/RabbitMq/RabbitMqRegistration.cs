using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Contracts.Latency;
using Platform.Contracts.Names;
using Platform.Contracts.Revocations;
using Platform.ServiceDefaults.Hosting;

namespace Platform.ServiceDefaults.RabbitMq;

/// <summary>Registers what a service needs to talk to RabbitMQ.</summary>
public static class RabbitMqRegistration
{
    /// <summary>Connections for the client that reads the lanes.</summary>
    public static WebApplicationBuilder AddRabbitMq(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<RabbitMqOptions>(RabbitMqOptions.SectionName);
        builder.Services.AddSingleton<RabbitMqConnections>();
        return builder;
    }

    /// <summary>The watch on the broker, for services that publish; <see cref="BrokerWatch"/> says whether it is there.</summary>
    public static WebApplicationBuilder AddBrokerWatch(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BrokerWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<BrokerWatch>());
        return builder;
    }

    /// <summary>MassTransit, for what is worth its cost a message: bundles of events, and digests.</summary>
    public static WebApplicationBuilder AddBus(
        this WebApplicationBuilder builder,
        Action<IBusRegistrationConfigurator>? configureBus = null,
        Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator>? configureTransport = null)
    {
        builder.Services.AddMassTransit(bus =>
        {
            configureBus?.Invoke(bus);
            bus.UsingRabbitMq((context, transport) =>
            {
                var options = context.GetRequiredService<IOptions<RabbitMqOptions>>().Value;
                var service = context.GetRequiredService<IOptions<ServiceOptions>>().Value;
                var nodes = RabbitMqUrl.Parse(options.Url);
                transport.Host(nodes[0], $"{service.Name} bus", host =>
                {
                    if (nodes.Count > 1)
                    {
                        host.UseCluster(cluster => AddNodes(cluster, nodes));
                    }

                    host.Heartbeat(TimeSpan.FromSeconds(options.HeartbeatSeconds));
                    host.RequestedConnectionTimeout(RabbitMqConnections.ConnectTimeout);
                });
                transport.Message<LatencyDigest>(message => message.SetEntityName(Topology.Digests));
                transport.Message<RevocationList>(message => message.SetEntityName(Topology.Revocations));
                configureTransport?.Invoke(context, transport);
            });
        });
        // A service starts without its broker; what needs it says so by its readiness.
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(host => host.WaitUntilStarted = false);
        return builder;
    }

    // It looks at them in this order, which must not be the same in all services.
    private static void AddNodes(IRabbitMqClusterConfigurator cluster, IReadOnlyList<Uri> nodes)
    {
        foreach (var node in nodes.Shuffle())
        {
            cluster.Node(node.Authority);
        }
    }
}
