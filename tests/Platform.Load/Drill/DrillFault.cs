namespace Platform.Load.Drill;

/// <summary>One thing that goes wrong. It is its own to repair: after <see cref="RepairAsync"/> the stack is as it was.</summary>
/// <param name="name">What it is called in options and reports.</param>
/// <param name="what">What is done, in words.</param>
internal abstract class DrillFault(string name, string what)
{
    public string Name => name;

    public string What => what;

    /// <summary>Whether it destroys data that nobody else has: what is lost then must be told, and no more.</summary>
    public virtual bool DestroysHistory => false;

    /// <summary>Before events flow.</summary>
    public virtual Task PrepareAsync(DrillField field, CancellationToken stop) => Task.CompletedTask;

    /// <summary>From its beginning until everything that it hit runs again.</summary>
    public abstract Task StrikeAsync(DrillField field, CancellationToken stop);

    /// <summary>After the last event, however the fault ended.</summary>
    public virtual Task RepairAsync(DrillField field) => Task.CompletedTask;

    /// <summary>What it did to those that it hit, where that is not seen elsewhere.</summary>
    public virtual string? Outcome => null;
}
