namespace Platform.Load.Producers;

/// <summary>A way into the platform, of one producer alone. What is sent one after the other is taken in that order.</summary>
internal interface IEventDoor : IAsyncDisposable
{
    /// <summary>
    /// Sends a bundle, and returns as soon as the producer may send its next one; the outcome may be known only later.
    /// </summary>
    ValueTask SendAsync(Bundle bundle, CancellationToken cancellationToken);

    /// <summary>Waits until the outcome of everything is known; what stays open for too long is <see cref="Outcome.Unknown"/>.</summary>
    Task SettleAsync();
}
