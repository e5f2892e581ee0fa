namespace Platform.Load.Drill;

/// <summary>What can happen to a server.</summary>
internal enum Outage
{
    /// <summary>SIGTERM, away for a while, started again with its data.</summary>
    Stop,

    /// <summary>SIGKILL, started again at once.</summary>
    Kill,

    /// <summary>Stopped, and started again without its data.</summary>
    Empty,
}

/// <summary>RabbitMQ or Redis is stopped, killed, or loses its data.</summary>
internal sealed class ServerFault(string name, string server, Outage outage) : DrillFault(name, outage switch
{
    Outage.Stop => $"{server} stopped, away for a while, started again",
    Outage.Kill => $"kill -9 {server}, started again",
    _ => $"{server} started again without its data",
})
{
    // What Redis had not written when it was killed is gone as well.
    public override bool DestroysHistory => server == StackServers.Redis && outage != Outage.Stop;

    public override async Task StrikeAsync(DrillField field, CancellationToken stop)
    {
        try
        {
            if (outage == Outage.Kill)
            {
                field.Processes.Get(server).Kill();
                return;
            }

            await field.Processes.StopAsync(server, CancellationToken.None);
            if (outage == Outage.Empty)
            {
                field.Servers.EmptyRedis();
                return;
            }

            await Task.Delay(field.Plan.Length, stop);
        }
        finally
        {
            await field.Servers.StartAsync(server);
        }
    }
}
