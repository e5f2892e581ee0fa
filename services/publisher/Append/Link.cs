namespace Platform.Publisher.Append;

/// <summary>A call's place among those of its session.</summary>
/// <param name="Number">Counts a session's calls, from 1.</param>
/// <param name="Previous">Done when the call before has been answered, and with it all before that.</param>
internal sealed record Link(long Number, Task Previous)
{
    /// <summary>The call that Redis must have run before this one; 0: any, since all before have been answered.</summary>
    public long After => Previous.IsCompletedSuccessfully ? 0 : Number - 1;
}
