using Platform.Load.Producers;

namespace Platform.Load.Rig;

/// <summary>A group of clients that all get the same events, on whatever delivers them.</summary>
internal interface IGroup : IAsyncDisposable
{
    string Name { get; }

    /// <summary>The message with which a connection joins the group.</summary>
    ReadOnlyMemory<byte> Join { get; }

    /// <summary>Where a member connects.</summary>
    ValueTask<Uri> AddressAsync(int member, CancellationToken cancellationToken);

    /// <summary>The way in for events to the group.</summary>
    ValueTask<IEventDoor> OpenDoorAsync(CancellationToken cancellationToken);
}
