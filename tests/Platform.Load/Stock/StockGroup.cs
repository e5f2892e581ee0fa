using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Load.Producers;
using Platform.Load.Rig;
using Platform.Load.Subscribers;
using StackExchange.Redis;

namespace Platform.Load.Stock;

/// <summary>A group of the stock build: two nodes, the members spread over both, events sent from the first.</summary>
internal sealed class StockGroup : IGroup
{
    private readonly string _group;
    private readonly StockApp[] _nodes;

    private StockGroup(string group, StockApp[] nodes) => (_group, _nodes) = (group, nodes);

    public string Name => "stock SignalR";

    public ReadOnlyMemory<byte> Join => HubMessageWriter.Invoke(GroupMember.JoinInvocation, nameof(StockHub.Join), _group);

    /// <exception cref="CannotRunException">There is no Redis.</exception>
    public static async Task<StockGroup> StartAsync(string redis, string group, CancellationToken cancellationToken)
    {
        try
        {
            await using (await ConnectionMultiplexer.ConnectAsync(ServiceDefaults.Redis.RedisUrl.Parse(redis)))
            {
                // SignalR itself would only log that there is none.
            }

            return new StockGroup(group, [await StockNode.StartAsync(redis, group, cancellationToken), await StockNode.StartAsync(redis, group, cancellationToken)]);
        }
        catch (RedisConnectionException e)
        {
            throw new CannotRunException($"There is no Redis at {redis}: {e.Message}", e);
        }
    }

    public ValueTask<Uri> AddressAsync(int member, CancellationToken cancellationToken) => new(SubscriberPlan.Address(_nodes[member % _nodes.Length].Address));

    public ValueTask<IEventDoor> OpenDoorAsync(CancellationToken cancellationToken) => new(new StockDoor(_nodes[0].Services.GetRequiredService<IHubContext<StockHub>>(), _group));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }
}
