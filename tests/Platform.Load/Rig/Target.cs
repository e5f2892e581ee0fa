using Platform.Load.Events;
using Platform.ServiceDefaults.RabbitMq;

namespace Platform.Load.Rig;

/// <summary>The deployment that is put under load.</summary>
internal sealed record Target
{
    private const string DevelopmentKey = "dev-key";

    /// <summary>The gateway's address.</summary>
    public required Uri Gateway { get; init; }

    /// <summary>The edge nodes' own addresses, for clients that go past the gateway; none: they go through it.</summary>
    public IReadOnlyList<Uri> Direct { get; init; } = [];

    /// <summary>RabbitMQ's nodes, for producers that publish by AMQP; none where that is not known.</summary>
    public IReadOnlyList<Uri> RabbitMqNodes { get; init; } = [];

    /// <summary>The first of them, which speaks for all.</summary>
    public Uri? RabbitMq => RabbitMqNodes is [var first, ..] ? first : null;

    /// <summary>Redis' address, for what is compared on the same servers.</summary>
    public string? Redis { get; init; }

    /// <summary>The key that HTTP producers show.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The secret that the gateway's tokens are signed with; <c>null</c> to ask its <c>/dev/token</c> for tokens.</summary>
    public string? SigningKey { get; init; }

    /// <summary>The token that all clients show; <c>null</c> where each has its own.</summary>
    public string? Token { get; init; }

    /// <summary>How clients come to channels of their own: with one token for all of them they are all the same user.</summary>
    public ChannelKind OwnChannels => Token is null ? ChannelKind.User : ChannelKind.Topic;

    /// <summary>The stack's processes on this machine by their names, as far as they are known.</summary>
    public required IReadOnlyDictionary<string, int> Processes { get; init; }

    /// <summary>Whether it is the stack that <c>./run.sh</c> started here.</summary>
    public bool IsOwnStack { get; init; }

    /// <summary>Whether the platform's clock is this machine's, so that its timestamps can be compared with ours.</summary>
    public bool SharesOurClock => Gateway.IsLoopback;

    /// <summary>Where a client connects.</summary>
    public Uri OriginOf(int client) => Direct is [] ? Gateway : Direct[client % Direct.Count];

    /// <exception cref="CannotRunException">It is not known.</exception>
    public Uri RequireRabbitMq() => RequireRabbitMqNodes()[0];

    /// <exception cref="CannotRunException">They are not known.</exception>
    public IReadOnlyList<Uri> RequireRabbitMqNodes() =>
        RabbitMqNodes is not [] ? RabbitMqNodes : throw new CannotRunException("Where is RabbitMQ? Give its address with --rabbitmq amqp://user:password@host:5672/.");

    /// <exception cref="CannotRunException">It is not known.</exception>
    public string RequireRedis() => Redis ?? throw new CannotRunException("Where is Redis? Give its address with --redis redis://host:port.");

    /// <summary>The same target, with clients that connect to its edge nodes themselves: what the gateway costs is the difference.</summary>
    /// <exception cref="CannotRunException">The nodes' addresses are not known.</exception>
    public Target PastTheGateway(RunFile? stack) => stack?.EdgeUrls is { Count: > 0 } edges && Processes.Count > 0
        ? this with { Direct = edges }
        : throw new CannotRunException("Where are the edge nodes? --direct needs a stack that ./run.sh --no-docker started here.");

    /// <summary>The target that options and the stack in this folder make together; options win.</summary>
    /// <exception cref="CannotRunException">There is neither a gateway's address nor a stack.</exception>
    public static Target Resolve(Uri? gateway, string? rabbitMq, string? redis, string? apiKey, string? signingKey, RunFile? stack)
    {
        var ownGateway = stack?.GatewayUrl is { } url ? new Uri(url) : null;
        var target = gateway ?? ownGateway
            ?? throw new CannotRunException("There is no running stack here. Start one with ./run.sh --detach, or name a deployment with --gateway URL.");
        var isOwn = target == ownGateway;
        return new Target
        {
            Gateway = target,
            RabbitMqNodes = (rabbitMq ?? (isOwn ? stack!.RabbitMqUrl : null)) is { } broker ? RabbitMqUrl.Parse(broker) : [],
            Redis = redis ?? (isOwn ? stack!.RedisUrl : null),
            ApiKey = apiKey ?? (isOwn ? stack!.ApiKey : null) ?? DevelopmentKey,
            SigningKey = signingKey ?? (isOwn ? stack!.SigningKey : null),
            IsOwnStack = isOwn,
            Processes = isOwn ? stack!.Processes : new Dictionary<string, int>(),
        };
    }
}
