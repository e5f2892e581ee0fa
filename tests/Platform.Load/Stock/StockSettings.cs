namespace Platform.Load.Stock;

/// <summary>What a process of the stock build is.</summary>
internal enum StockRole
{
    /// <summary>From RabbitMQ to Redis, and the way in over HTTP.</summary>
    Backend,

    /// <summary>From Redis to the clients.</summary>
    Node,

    /// <summary>The one door before them.</summary>
    Gateway,
}

/// <summary>How the consumer reads.</summary>
/// <param name="Prefetch">Messages that RabbitMQ sends ahead of their acks. Default: 500.</param>
/// <param name="Concurrency">Messages that are consumed at the same time. Default: 100.</param>
internal sealed record StockTuning(ushort Prefetch = StockTuning.DefaultPrefetch, int Concurrency = StockTuning.DefaultConcurrency)
{
    public const ushort DefaultPrefetch = 500;
    public const int DefaultConcurrency = 100;
}

/// <summary>What a process of the stock build is told when it starts.</summary>
/// <param name="Role">What it is.</param>
/// <param name="RabbitMq">Where RabbitMQ is.</param>
/// <param name="Redis">Where Redis is.</param>
/// <param name="Tuning">How the backend reads.</param>
internal sealed record StockSettings(StockRole Role, Uri RabbitMq, string Redis, StockTuning Tuning)
{
    /// <summary>What keeps its channels apart from the platform's.</summary>
    public const string RedisPrefix = "stock";

    /// <summary>For the gateway.</summary>
    public Uri? Backend { get; init; }

    /// <summary>For the gateway.</summary>
    public IReadOnlyList<Uri> Nodes { get; init; } = [];

    /// <summary>Starts what the role says, in this process.</summary>
    public Task<StockApp> StartAppAsync(CancellationToken cancellationToken) => Role switch
    {
        StockRole.Backend => StockBackend.StartAsync(this, cancellationToken),
        StockRole.Node => StockNode.StartAsync(Redis, RedisPrefix, cancellationToken),
        _ => StockGateway.StartAsync(this, cancellationToken),
    };
}
