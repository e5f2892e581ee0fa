namespace Platform.Edge.Connections;

/// <summary>For how many connections an array waits: its bytes are held, and counted, once.</summary>
internal sealed class Holders
{
    private int _count;

    /// <summary>One more; returns whether it is the only one.</summary>
    public bool Add() => Interlocked.Increment(ref _count) == 1;

    /// <summary>One less; returns whether none is left.</summary>
    public bool Remove() => Interlocked.Decrement(ref _count) == 0;
}
