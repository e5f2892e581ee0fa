using DotNet.Testcontainers.Containers;
using Testcontainers.RabbitMq;
using Testcontainers.Redis;

[assembly: AssemblyFixture(typeof(Platform.IntegrationTests.Stack.Servers))]

namespace Platform.IntegrationTests.Stack;

/// <summary>
/// One RabbitMQ and one Redis for all tests: those that RABBITMQ_URL, RABBITMQ_MANAGEMENT_URL and REDIS_URL name, else containers.
/// Tests keep apart by virtual host and key prefix.
/// </summary>
public sealed class Servers : IAsyncLifetime
{
    private readonly List<IContainer> _containers = [];

    public Uri RabbitMq { get; private set; } = null!;

    public Uri RabbitMqManagement { get; private set; } = null!;

    public Uri Redis { get; private set; } = null!;

    /// <summary>Whether Redis has a file for its users, which it needs when it is started again.</summary>
    public bool KeepRedisUsers { get; private init; }

    /// <summary>Servers that somebody else looks after, and may start again.</summary>
    public static Servers At(Uri rabbitMq, Uri management, Uri redis) =>
        new() { RabbitMq = rabbitMq, RabbitMqManagement = management, Redis = redis, KeepRedisUsers = true };

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("RABBITMQ_URL") is { Length: > 0 } rabbit)
        {
            RabbitMq = new Uri(rabbit);
            RabbitMqManagement = new Uri(Environment.GetEnvironmentVariable("RABBITMQ_MANAGEMENT_URL")
                ?? throw new InvalidOperationException("Beside RABBITMQ_URL, set RABBITMQ_MANAGEMENT_URL: tests make virtual hosts of their own."));
        }
        else
        {
            var container = new RabbitMqBuilder("rabbitmq:4-management").WithPortBinding(15672, assignRandomHostPort: true).Build();
            await StartAsync(container);
            RabbitMq = new Uri(container.GetConnectionString());
            RabbitMqManagement = new UriBuilder(RabbitMq) { Scheme = "http", Port = container.GetMappedPublicPort(15672) }.Uri;
        }

        if (Environment.GetEnvironmentVariable("REDIS_URL") is { Length: > 0 } redis)
        {
            Redis = new Uri(redis);
        }
        else
        {
            var container = new RedisBuilder("redis:8").Build();
            await StartAsync(container);
            Redis = new Uri($"redis://{container.GetConnectionString()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in _containers)
        {
            await container.DisposeAsync();
        }
    }

    private async Task StartAsync(IContainer container)
    {
        _containers.Add(container);
        await container.StartAsync();
    }
}
