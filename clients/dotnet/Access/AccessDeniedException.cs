namespace Platform.Client.Access;

/// <summary>Thrown by <see cref="PlatformClientOptions.GetToken"/>: trying again does not mend it, so the client stops.</summary>
public sealed class AccessDeniedException(string message, Exception? inner = null) : Exception(message, inner);
