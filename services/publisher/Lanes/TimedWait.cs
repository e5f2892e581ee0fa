using System.Threading.Channels;
using Platform.ServiceDefaults.Latency;

namespace Platform.Publisher.Lanes;

/// <summary>How a wait for messages ended.</summary>
internal enum Wait
{
    /// <summary>There are some.</summary>
    Ready,

    /// <summary>The time is over.</summary>
    TimeOver,

    /// <summary>There will be no more.</summary>
    Completed,
}

internal static class TimedWait
{
    /// <summary>Waits for messages until a time, in milliseconds since 1970; <c>null</c>: for as long as it takes.</summary>
    public static async ValueTask<Wait> WaitAsync<T>(
        this ChannelReader<T> incoming, double? until, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (until is not { } due || incoming.TryPeek(out _))
        {
            return Outcome(await incoming.WaitToReadAsync(cancellationToken));
        }

        var left = TimeSpan.FromMilliseconds(due - clock.NowMs());
        if (left <= TimeSpan.Zero)
        {
            return Wait.TimeOver;
        }

        using var window = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(window.Token, cancellationToken);
        try
        {
            return Outcome(await incoming.WaitToReadAsync(either.Token));
        }
        catch (OperationCanceledException) when (window.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Wait.TimeOver;
        }
    }

    private static Wait Outcome(bool isReady) => isReady ? Wait.Ready : Wait.Completed;
}
