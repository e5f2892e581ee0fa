using Platform.Contracts.Events;

namespace Platform.Load.Producers;

/// <summary>For a system whose messages hold one event each: the events of a bundle leave together, and each has its own outcome.</summary>
internal sealed class SinglesDoor(IEventDoor door) : IEventDoor
{
    public async ValueTask SendAsync(Bundle bundle, CancellationToken cancellationToken)
    {
        if (!EventSplitter.TrySplit(bundle.Body, out var bodies, out var error))
        {
            throw new InvalidOperationException(error.Message);
        }

        for (var i = 0; i < bodies.Count; i++)
        {
            await door.SendAsync(bundle with { Events = [bundle.Events[i]], Body = bodies[i] }, cancellationToken);
        }
    }

    public Task SettleAsync() => door.SettleAsync();

    public ValueTask DisposeAsync() => door.DisposeAsync();
}
