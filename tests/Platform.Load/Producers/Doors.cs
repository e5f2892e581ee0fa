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
internal sealed class Doors(Via via, Target target, AmqpAddress address, Refusals? refusals = null) : IDisposable
{
    // What has no answer by then has none; a producer of the platform would give up as well.
    private readonly HttpClient _gateway = GatewayClient.Open(target.Gateway, TimeSpan.FromSeconds(10));

    /// <summary>What was not accepted at once.</summary>
    public Refusals Refusals { get; } = refusals ?? new();

    public async Task<IEventDoor> OpenAsync(string name, CancellationToken cancellationToken)
    {
        if (via == Via.Http)
        {
            return new HttpDoor(_gateway, target.ApiKey, Refusals);
        }

        var door = await AmqpDoor.OpenAsync(target.RequireRabbitMqNodes(), address, name, Refusals, cancellationToken);
        return address.TakesArrays ? door : new SinglesDoor(door);
    }

    public void Dispose() => _gateway.Dispose();
}
