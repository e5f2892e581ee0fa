using Platform.Contracts.Lanes;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Rig;
using Platform.Load.Subscribers;

namespace Platform.Load.Stock;

/// <summary>
/// The baseline: what a good .NET team writes in two days with the documentation of MassTransit, SignalR and YARP. One backend, two
/// nodes, one gateway, each a process with the services' run-time settings, on the platform's own RabbitMQ and Redis. It has no
/// history, no dedupe, no resume and no lanes, and keeps a channel's order only as far as its concurrency happens to.
/// </summary>
internal sealed class StockSystem : IContender
{
    // What both stand on; the platform's own processes are not the stock build's to pay for.
    private static readonly string[] SharedProcesses = ["rabbitmq", "redis"];

    private readonly Uri _broker;
    private readonly StockProcess[] _processes;

    private StockSystem(Target platform, StockProcess backend, StockProcess[] nodes, StockProcess gateway)
    {
        _broker = platform.RequireRabbitMq();
        _processes = [gateway, .. nodes, backend];
        Target = platform with { Gateway = gateway.Address, Processes = Processes(platform, backend, nodes, gateway) };
    }

    public string Name => "stock";

    public Target Target { get; }

    public bool IsBaseline => true;

    /// <exception cref="CannotRunException">It did not start, or RabbitMQ or Redis is not known.</exception>
    public static async Task<StockSystem> StartAsync(Target platform, StockTuning tuning, CancellationToken cancellationToken)
    {
        var settings = new StockSettings(StockRole.Node, platform.RequireRabbitMq(), platform.RequireRedis(), tuning);
        await StockQueue.DeleteAsync(settings.RabbitMq, cancellationToken);
        var cores = platform.Processes.TryGetValue("gateway", out var gatewayId) ? SharedCores.Of(gatewayId) : SharedCores.None;
        var started = new List<StockProcess>();
        try
        {
            // One after the other: a machine that starts four at once measures badly for a while.
            var backend = await StartAsync(settings with { Role = StockRole.Backend });
            StockProcess[] nodes = [await StartAsync(settings), await StartAsync(settings)];
            var gateway = await StartAsync(settings with { Role = StockRole.Gateway, Backend = backend.Address, Nodes = [.. nodes.Select(node => node.Address)] });
            return new StockSystem(platform, backend, nodes, gateway);
        }
        catch
        {
            foreach (var process in started)
            {
                await process.DisposeAsync();
            }

            throw;
        }

        async Task<StockProcess> StartAsync(StockSettings its)
        {
            var process = await StockProcess.StartAsync(its, cores, cancellationToken);
            started.Add(process);
            return process;
        }
    }

    public AmqpAddress Amqp(Lane lane) => new(StockQueue.Name, "", TakesArrays: false);

    public Task RequireReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IClientStream OpenStream(SubscriberPlan plan, int client, ClientLedger ledger) =>
        new StockStream(plan, plan.Channels.ChannelOf(client), ledger);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await StockQueue.DeleteAsync(_broker, CancellationToken.None);
    }

    private static Dictionary<string, int> Processes(Target platform, StockProcess backend, StockProcess[] nodes, StockProcess gateway)
    {
        var processes = platform.Processes.Where(process => SharedProcesses.Contains(process.Key)).ToDictionary();
        processes["stock_backend"] = backend.Id;
        for (var node = 0; node < nodes.Length; node++)
        {
            processes[$"stock_node_{node + 1}"] = nodes[node].Id;
        }

        processes["stock_gateway"] = gateway.Id;
        return processes;
    }
}
