namespace Platform.Load.Measurements;

/// <summary>What it costs this process to read a number of messages, from the first to the last; connecting is not counted.</summary>
internal sealed class ReadingMeter(int messages, RunClock clock)
{
    private readonly TaskCompletionSource<ReadingCost> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _read;
    private long _startedAt;
    private TimeSpan _cpuAtStart;

    public Task<ReadingCost> Done => _done.Task;

    /// <summary>How many were read so far.</summary>
    public int Read => Volatile.Read(ref _read);

    /// <summary>So many more were read. Called by any thread.</summary>
    public void Took(int count)
    {
        var read = Interlocked.Add(ref _read, count);
        if (read == count)
        {
            (_startedAt, _cpuAtStart) = (clock.Now, Environment.CpuUsage.TotalTime);
        }
        else if (read >= messages)
        {
            var counted = (double)messages;
            _done.TrySetResult(new ReadingCost(
                counted * 1e6 / (clock.Now - _startedAt), (Environment.CpuUsage.TotalTime - _cpuAtStart).TotalMicroseconds / counted));
        }
    }
}

/// <summary>What reading cost.</summary>
/// <param name="EventsPerSecond">How fast it went.</param>
/// <param name="CpuMicroseconds">CPU time of this process a message, user and system.</param>
internal sealed record ReadingCost(double EventsPerSecond, double CpuMicroseconds);
