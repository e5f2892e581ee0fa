namespace Platform.ServiceDefaults.Security;

/// <summary>A token is not believed; the message says why, to who sent it.</summary>
public sealed class TokenRefusedException : Exception
{
    internal TokenRefusedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
