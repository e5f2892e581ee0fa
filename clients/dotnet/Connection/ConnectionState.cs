namespace Platform.Client.Connection;

/// <summary>Whether events can come.</summary>
public enum ConnectionState
{
    /// <summary>Not opened, closed by the program, or ended for a reason that another attempt does not mend.</summary>
    Closed,

    /// <summary>The first connection is not there yet.</summary>
    Connecting,

    /// <summary>Events flow.</summary>
    Connected,

    /// <summary>The connection was lost; the next one resumes where it broke.</summary>
    Reconnecting,
}
