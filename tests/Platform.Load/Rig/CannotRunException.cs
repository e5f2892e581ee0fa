namespace Platform.Load.Rig;

/// <summary>The run can't take place as asked; the message tells the user what to do.</summary>
public sealed class CannotRunException : Exception
{
    public CannotRunException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
