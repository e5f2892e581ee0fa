namespace Platform.Load.Faults;

/// <summary>What the network between the two ends is like now; shared by all connections of one proxy.</summary>
internal sealed class LinkCondition
{
    private TaskCompletionSource? _stall;
    private long _delayTicks;

    /// <summary>How long bytes are on their way, in each direction.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _delayTicks));
        set => Volatile.Write(ref _delayTicks, value.Ticks);
    }

    /// <summary>What a mobile network adds to the delay; <c>null</c>: nothing.</summary>
    public MobileLink? Mobile { get; set; }

    /// <summary>Whether bytes go straight on.</summary>
    public bool IsDirect => Delay == TimeSpan.Zero && Mobile is null;

    /// <summary>How long the next bytes are on their way.</summary>
    public TimeSpan Next() => Mobile?.Next() ?? Delay;

    public void Stall() =>
        Interlocked.CompareExchange(ref _stall, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    public void Flow() => Interlocked.Exchange(ref _stall, null)?.SetResult();

    /// <summary>Completes at once unless the link is stalled.</summary>
    public async ValueTask FlowingAsync(CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _stall) is { } stall)
        {
            await stall.Task.WaitAsync(cancellationToken);
        }
    }
}
