namespace Platform.Edge.History;

/// <summary>
/// How many read history at once on this node, with what they do with what they read: those who come back share Redis, the processors
/// and the memory with those who stayed. A turn is short: one page, or one look.
/// </summary>
internal sealed class HistoryTurns
{
    private const int AtOnce = 16;

    private readonly SemaphoreSlim _free = new(AtOnce);

    /// <summary>Waits for a turn, which ends when it is disposed of.</summary>
    public async Task<Turn> TakeAsync()
    {
        await _free.WaitAsync();
        return new Turn(_free);
    }

    /// <summary>A turn.</summary>
    internal readonly struct Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
