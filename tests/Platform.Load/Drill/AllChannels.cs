using Platform.Contracts.Hub;
using Platform.Load.Events;
using Platform.Load.Producers;
using Platform.Load.Rig;
using Platform.Load.Subscribers;

namespace Platform.Load.Drill;

/// <summary>A group whose members get what comes on as many of a run's topics as one connection may have: enough to fill any buffer.</summary>
internal sealed class AllChannels(Target target, HttpClient gateway, LoadChannels channels) : IGroup
{
    // Subscriptions:MaxPerConnection.
    private const int Most = 100;

    private readonly AccessTokens _tokens = new(gateway, target.SigningKey, target.Token);

    public string Name => "Platform";

    public ReadOnlyMemory<byte> Join => HubMessageWriter.Invoke<SubscribeRequest[]>(
        GroupMember.JoinInvocation, HubMethods.Subscribe, [.. channels.Names.Take(Most).Select(channel => new SubscribeRequest(channel))]);

    public async ValueTask<Uri> AddressAsync(int member, CancellationToken cancellationToken) =>
        SubscriberPlan.Address(target.Gateway, await _tokens.ForAsync($"lagging-{member}", cancellationToken), withAutomaticChannel: false);

    public ValueTask<IEventDoor> OpenDoorAsync(CancellationToken cancellationToken) => throw new NotSupportedException("Its events come from the run's producers.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
