using Platform.Load.Rig;

namespace Platform.Load.Drill;

/// <summary>All faults that can be done to a stack, each with how it is made for one drill.</summary>
internal sealed class FaultCatalog
{
    private static readonly string[] Services = ["ingest", "publisher", "edge", "gateway", "metrics"];
    private static readonly TimeSpan SlowBy = TimeSpan.FromMilliseconds(25);

    /// <summary>The faults of <c>--short</c>: one of each sort that needs no long start.</summary>
    public static readonly IReadOnlyList<string> Short = ["ingest-kill", "publisher-kill", "edge-restart", "redis-kill", "clients-cut"];

    private readonly Func<IReadOnlyList<string>, string, int, DrillFault> _make;
    private readonly string _subject;

    private FaultCatalog(string name, string subject, Func<IReadOnlyList<string>, string, int, DrillFault> make) =>
        (Name, _subject, _make) = (name, subject, make);

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
        new("rabbitmq-memory-alarm", "rabbitmq-alarm", (_, _, _) => AlarmFault.Memory),
        new("rabbitmq-disk-alarm", "rabbitmq-alarm", (_, _, _) => AlarmFault.Disk),
        new("clients-frozen", "", (_, _, _) => LaggingClients.Frozen),
        new("clients-slow", "", (_, _, _) => LaggingClients.Slow),
        new("clients-cut", "", (_, _, _) => new CutClients()),
    ];

    /// <summary>Those that were asked for by name or by what their names begin with, and that this stack allows.</summary>
    /// <exception cref="CannotRunException">A name that there is not.</exception>
    public static IReadOnlyList<FaultCatalog> Select(IReadOnlyList<string> names, StackServers servers)
    {
        if (names.FirstOrDefault(name => !All.Any(fault => fault.IsNamed(name))) is { } unknown)
        {
            throw new CannotRunException($"There is no fault '{unknown}'. There are {string.Join(", ", All.Select(fault => fault.Name))}.");
        }

        return [.. All.Where(fault => names.Count == 0 || names.Any(fault.IsNamed)).Where(fault => fault.IsPossible(servers))];
    }

    public bool IsNamed(string name) => Name == name || Name.StartsWith($"{name}-", StringComparison.Ordinal);

    /// <summary>The fault on one of the processes that it may hit.</summary>
    /// <param name="processes">The names of the stack's processes.</param>
    /// <param name="instance">Which of several; any number.</param>
    public DrillFault On(IReadOnlyList<string> processes, int instance) => _make(processes, _subject, instance);

    private bool IsPossible(StackServers servers) => _subject switch
    {
        StackServers.RabbitMq or StackServers.Redis => servers.Owns(_subject),
        "rabbitmq-alarm" => servers.HasRabbitMqControl,
        _ => true,
    };

    private static FaultCatalog OfService(string service, ProcessFault fault)
    {
        var name = $"{service}-{fault.ToString().ToLowerInvariant()}";
        return new(name, service, (processes, subject, instance) => new ServiceFault(name, Instance(processes, subject, instance), fault));
    }

    private static FaultCatalog OfServer(string name, string server, Outage outage) => new(name, server, (_, _, _) => new ServerFault(name, server, outage));

    // The publisher is between both servers; the other end is the service beside it on the road. All instances: clients and lanes move
    // to those that were not started again.
    private static FaultCatalog OfLink(string name, string server, string other, TimeSpan? slowBy) => new(name, server, (processes, _, _) =>
        new LinkFault(name, server, [.. Named(processes, "publisher"), .. Named(processes, other)], slowBy));

    private static string[] Named(IReadOnlyList<string> processes, string service) =>
        [.. processes.Where(process => process == service || process.StartsWith($"{service}_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string Instance(IReadOnlyList<string> processes, string service, int instance)
    {
        var named = Named(processes, service);
        return named.Length > 0 ? named[instance % named.Length] : throw new CannotRunException($"There is no {service} in .run/env.");
    }
}
