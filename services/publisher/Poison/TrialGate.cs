namespace Platform.Publisher.Poison;

/// <summary>
/// Lets one suspect of all lanes be worked on at a time. Without it, one that dies at once would let a suspect of another lane, which
/// was begun in the same moment, seem to die as often.
/// </summary>
internal sealed class TrialGate : IDisposable
{
    private readonly SemaphoreSlim _isFree = new(1);

    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _isFree.WaitAsync(cancellationToken);
        return new Pass(_isFree);
    }

    public void Dispose() => _isFree.Dispose();

    private sealed class Pass(SemaphoreSlim isFree) : IDisposable
    {
        public void Dispose() => isFree.Release();
    }
}
