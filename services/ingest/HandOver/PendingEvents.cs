namespace Platform.Ingest.HandOver;

/// <summary>Events of one request and one lane that wait for RabbitMQ's confirm.</summary>
/// <param name="json">The events, separated by commas.</param>
/// <param name="count">How many they are.</param>
/// <param name="acceptedAt">When the request was there: milliseconds since 1970.</param>
internal sealed class PendingEvents(ReadOnlyMemory<byte> json, int count, double acceptedAt)
{
    private readonly TaskCompletionSource<Outcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isClaimed;

    public ReadOnlyMemory<byte> Json => json;

    public int Count => count;

    public double AcceptedAt => acceptedAt;

    /// <summary>Takes them for a bundle; false when the request has given up, so that nothing goes out behind its back.</summary>
    public bool TryTake() => Claim();

    /// <summary>Tells the request.</summary>
    public void Complete(Outcome outcome) => _outcome.TrySetResult(outcome);

    /// <summary>Waits for the outcome, as long as patience lasts.</summary>
    public async Task<Outcome> WaitAsync(TimeSpan patience, TimeProvider clock)
    {
        try
        {
            return await _outcome.Task.WaitAsync(patience, clock);
        }
        catch (TimeoutException)
        {
            return Claim() ? Outcome.Away : Outcome.Unknown;
        }
    }

    private bool Claim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;
}
