using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Load.Producers;
using Platform.Load.Subscribers;

namespace Platform.Load.Rig;

/// <summary>A channel of the platform: through the gateway on both ends, the whole road between.</summary>
internal sealed class PlatformGroup(Target target, HttpClient gateway, Via via, string channel) : IGroup
{
    private readonly AccessTokens _tokens = new(gateway, target.SigningKey, target.Token);
    private readonly Doors _doors = new(via, target, AmqpAddress.Of(Lane.Normal));

    public string Name => "Platform";

    public ReadOnlyMemory<byte> Join => HubMessageWriter.Subscribe(GroupMember.JoinInvocation, new SubscribeRequest(channel));

    public async ValueTask<Uri> AddressAsync(int member, CancellationToken cancellationToken)
    {
        var token = await _tokens.ForAsync($"frozen-{member}", cancellationToken);
        return SubscriberPlan.Address(target.Gateway, token, withAutomaticChannel: false);
    }

    public async ValueTask<IEventDoor> OpenDoorAsync(CancellationToken cancellationToken) => await _doors.OpenAsync("load frozen-stock", cancellationToken);

    public ValueTask DisposeAsync()
    {
        _doors.Dispose();
        return ValueTask.CompletedTask;
    }
}
