namespace Platform.Edge.Connections;

/// <summary>
/// Runs what belongs to one connection and is awaited by nobody. If it fails, the connection is closed, and its client resumes: better
/// than a stream that is silent for ever.
/// </summary>
internal static class Background
{
    public static Task Run(ClientConnection connection, Func<Task> work) => Task.Run(async () =>
    {
        try
        {
            await work();
        }
        catch (Exception e)
        {
            connection.Abort($"its stream failed: {e.Message}");
        }
    });
}
