namespace Platform.Client.Connection;

/// <summary>How often it failed in a row, and so how long to wait.</summary>
internal sealed class Attempts
{
    // A connection that lived so long was a good one: what comes after it counts anew.
    private static readonly TimeSpan GoodLife = TimeSpan.FromSeconds(5);

    private int _failures;

    /// <summary>How long the next attempt may take.</summary>
    public TimeSpan Timeout => Backoff.Timeout(_failures);

    /// <summary>A connection is over that was open for so long.</summary>
    public void Lived(TimeSpan life) => _failures = life >= GoodLife ? 0 : _failures;

    /// <summary>It failed, or was lost: how long to wait before the next one.</summary>
    public TimeSpan Failed(double random) => Backoff.Delay(_failures++, random);
}
