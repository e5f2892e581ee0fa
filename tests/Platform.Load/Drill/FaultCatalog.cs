using Platform.Load.Rig;

namespace Platform.Load.Drill;

/// <summary>All faults that can be done to a stack, each with how it is made for one drill.</summary>
internal sealed class FaultCatalog
{
    private static readonly string[] Services = ["ingest", "publisher", "edge", "gateway", "metrics"];
    private static readonly TimeSpan SlowBy = TimeSpan.FromMilliseconds(25);

    /// <summary>The faults of <c>--short</c>: one of each sort that needs no long start.</summary>
    public static readonly IReadOnlyList<string> Short = ["ingest-kill", "publisher-kill", "edge-restart", "redis-kill", "clients-cut"];

    private readonly Func<IReadOnlyList<string>, int, DrillFault> _make;
    private readonly Func<StackServers, DrillPlan, bool> _isPossible;

    private FaultCatalog(string name, Func<StackServers, DrillPlan, bool> isPossible, Func<IReadOnlyList<string>, int, DrillFault> make) =>
        (Name, _isPossible, _make) = (name, isPossible, make);

    public string Name { get; }

    /// <summary>All, in the order in which they are done.</summary>
    public static IReadOnlyList<FaultCatalog> All { get; } =
    [
        .. Services.SelectMany(service => new[] { ProcessFault.Kill, ProcessFault.Freeze, ProcessFault.Restart }.Select(fault => OfService(service, fault))),
        OfServer("rabbitmq-stop", StackServers.RabbitMq, Outage.Stop),
        OfServer("rabbitmq-kill", StackServers.RabbitMq, Outage.Kill),
        OfServer("redis-stop", StackServers.Redis, Outage.Stop),
        OfServer("redis-kill", StackServers.Redis, Outage.Kill),
        OfServer("redis-empty", StackServers.Redis, Outage.Empty),
        OfLink("rabbitmq-stall", StackServers.RabbitMq, "ingest", slowBy: null),
        OfLink("rabbitmq-slow", StackServers.RabbitMq, "ingest", SlowBy),
        OfLink("redis-stall", StackServers.Redis, "edge", slowBy: null),
        OfLink("redis-slow", StackServers.Redis, "edge", SlowBy),
        OfAlarm(AlarmFault.Memory),
        OfAlarm(AlarmFault.Disk),
        OfBrokerNodes("rabbitmq-node-kill", 1, NodeOutage.Kill),
        OfBrokerNodes("rabbitmq-node-freeze", 1, NodeOutage.Freeze),
        OfBrokerNodes("rabbitmq-partition", 1, NodeOutage.CutOff),
        OfBrokerNodes("rabbitmq-majority-kill", 2, NodeOutage.Kill),
        OfRedisMaster("redis-failover", NodeOutage.Kill),
        OfRedisMaster("redis-master-freeze", NodeOutage.Freeze),
        new("redis-slot", (servers, _) => HasRedisNodes(servers) && !servers.Owns("sentinel_1"), (_, _) => new SlotFault()),
        .. Services[..3].Select(OfClock),
        OfClients(() => LaggingClients.Frozen),
        OfClients(() => LaggingClients.Slow),
        OfClients(() => new CutClients()),
        .. Services.Select(OfVersion),
        new("upgrade-canary", IsOtherGiven, (_, _) => new CanaryFault()),
    ];

    /// <summary>Those that were asked for by name or by what their names begin with, and that this stack allows.</summary>
    /// <exception cref="CannotRunException">A name that there is not.</exception>
    public static IReadOnlyList<FaultCatalog> Select(DrillPlan plan, StackServers servers)
    {
        var names = plan.Only;
        if (names.FirstOrDefault(name => !All.Any(fault => fault.IsNamed(name))) is { } unknown)
        {
            throw new CannotRunException($"There is no fault '{unknown}'. There are {string.Join(", ", All.Select(fault => fault.Name))}.");
        }

        return [.. All.Where(fault => names.Count == 0 || names.Any(fault.IsNamed)).Where(fault => fault._isPossible(servers, plan))];
    }

    public bool IsNamed(string name) => Name == name || Name.StartsWith($"{name}-", StringComparison.Ordinal);

    /// <summary>The fault on one of the processes that it may hit.</summary>
    /// <param name="processes">The names of the stack's processes.</param>
    /// <param name="instance">Which of several; any number.</param>
    public DrillFault On(IReadOnlyList<string> processes, int instance) => _make(processes, instance);

    private static FaultCatalog OfService(string service, ProcessFault fault)
    {
        var name = $"{service}-{fault.ToString().ToLowerInvariant()}";
        return new(name, Always, (processes, instance) => new ServiceFault(name, Instance(processes, service, instance), fault));
    }

    private static FaultCatalog OfServer(string name, string server, Outage outage) =>
        new(name, (servers, _) => servers.Owns(server), (_, _) => new ServerFault(name, server, outage));

    // The publisher is between both servers; the other end is the service beside it on the road. All instances: clients and lanes move
    // to those that were not started again.
    private static FaultCatalog OfLink(string name, string server, string other, TimeSpan? slowBy) => new(name, (servers, _) => servers.Owns(server), (processes, _) =>
        new LinkFault(name, server, [.. Named(processes, "publisher"), .. Named(processes, other)], slowBy));

    private static FaultCatalog OfAlarm(AlarmFault fault) => new(fault.Name, (servers, _) => servers.CanControl(StackServers.RabbitMq), (_, _) => fault);

    private static FaultCatalog OfBrokerNodes(string name, int count, NodeOutage outage) =>
        new(name, (servers, _) => servers.NodesOf(StackServers.RabbitMq) is [var first, ..] && servers.CanControl(first), (_, _) => new BrokerNodesFault(name, count, outage));

    private static FaultCatalog OfRedisMaster(string name, NodeOutage outage) =>
        new(name, (servers, _) => HasRedisNodes(servers), (_, _) => new RedisMasterFault(name, outage));

    private static FaultCatalog OfClients(Func<DrillFault> make) => new(make().Name, Always, (_, _) => make());

    private static FaultCatalog OfClock(string service)
    {
        var name = $"{service}-clock";
        return new(name, Always, (processes, instance) => new ClockFault(name, Instance(processes, service, instance)));
    }

    private static FaultCatalog OfVersion(string service)
    {
        var name = $"upgrade-{service}";
        return new(name, IsOtherGiven, (processes, _) => new VersionFault(name, Named(processes, service)));
    }

    private static bool Always(StackServers servers, DrillPlan plan) => true;

    private static bool IsOtherGiven(StackServers servers, DrillPlan plan) => plan.Other is not null;

    private static bool HasRedisNodes(StackServers servers) => servers.NodesOf(StackServers.Redis) is not [];

    private static string[] Named(IReadOnlyList<string> processes, string service) =>
        [.. processes.Where(process => process == service || process.StartsWith($"{service}_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string Instance(IReadOnlyList<string> processes, string service, int instance)
    {
        var named = Named(processes, service);
        return named.Length > 0 ? named[instance % named.Length] : throw new CannotRunException($"There is no {service} in .run/env.");
    }
}
