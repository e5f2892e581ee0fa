namespace Platform.Load.Proof;

/// <summary>What one producer sent into one channel and lane, and what became of each.</summary>
internal sealed class SentSequence
{
    private readonly Lock _lock = new();
    private readonly Bitmap _accepted = new();
    private readonly Bitmap _refused = new();
    private int _count;

    /// <summary>Where nothing was sent.</summary>
    public static SentSequence Nothing { get; } = new();

    public int Next()
    {
        lock (_lock)
        {
            return _count++;
        }
    }

    public void Accepted(int sequence)
    {
        lock (_lock)
        {
            _accepted.Add(sequence);
        }
    }

    public void Refused(int sequence)
    {
        lock (_lock)
        {
            _refused.Add(sequence);
        }
    }

    public (int Sent, int Accepted, int Refused) Count()
    {
        lock (_lock)
        {
            return (_count, _accepted.Count(), _refused.Count());
        }
    }

    /// <summary>
    /// Compares with what a client got. What was neither accepted nor refused may have been taken before its answer was lost: it
    /// may come once or not at all, and, since its producer went on without the answer, at any place.
    /// </summary>
    public SequenceFindings Compare(ReceivedSequence received)
    {
        lock (_lock)
        {
            var surplus = received.Numbers.Except(_accepted);
            return new SequenceFindings(
                _accepted.Count(),
                _accepted.CountExcept(received.Numbers),
                _accepted.Except(received.Numbers),
                [.. received.Late.Where(_accepted.Contains)],
                [.. surplus.Where(sequence => sequence >= _count || _refused.Contains(sequence))]);
        }
    }
}
