using Platform.Contracts.Lanes;
using Platform.Load.Rig;

namespace Platform.Load.Producers;

/// <summary>The ways in.</summary>
internal enum Via
{
    /// <summary>The gateway's <c>POST /api/v1/events</c>.</summary>
    Http,

    /// <summary>RabbitMQ's exchange <c>events</c>.</summary>
    Amqp,
}

/// <summary>Opens doors to a target.</summary>
internal sealed class Doors(Via via, Target target, Lane lane) : IDisposable
{
    // What has no answer by then has none; a producer of the platform would give up as well.
    private readonly HttpClient _gateway = GatewayClient.Open(target.Gateway, TimeSpan.FromSeconds(10));

    public async Task<IEventDoor> OpenAsync(string name, CancellationToken cancellationToken) => via switch
    {
        Via.Http => new HttpDoor(_gateway, target.ApiKey),
        _ => await AmqpDoor.OpenAsync(
            target.RabbitMq ?? throw new CannotRunException("Where is RabbitMQ? Give its address with --rabbitmq amqp://user:password@host:5672/."),
            lane, name, cancellationToken),
    };

    public void Dispose() => _gateway.Dispose();
}
