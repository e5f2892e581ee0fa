using System.CommandLine;
using Platform.Load.Rig;

namespace Platform.Load.Commands;

/// <summary>The options that say which deployment is put under load; every scenario has them.</summary>
internal sealed class TargetOptions
{
    private readonly Option<Uri?> _gateway = new("--gateway")
    {
        Description = "The gateway, http://host:port. Default: the stack that ./run.sh started here (.run/env of this folder or one above).",
        HelpName = "url",
        CustomParser = Parsers.Url("http", "https"),
    };

    private readonly Option<string?> _rabbitMq = new("--rabbitmq")
    {
        Description = "RabbitMQ, for --via amqp and for what is compared: amqp://user:password@host:5672/, of a cluster with its hosts in a row: a:5672,b:5672. Default: as for --gateway.",
        HelpName = "url",
        CustomParser = Parsers.RabbitMqUrl,
    };

    private readonly Option<Uri?> _redis = new("--redis")
    {
        Description = "Redis, for what is compared: redis://host:port. Default: as for --gateway.",
        HelpName = "url",
        CustomParser = Parsers.Url("redis", "rediss"),
    };

    private readonly Option<string?> _apiKey = new("--api-key")
    {
        Description = "The key that HTTP producers show. Default: as for --gateway, else dev-key, which only Development takes.",
        HelpName = "key",
    };

    private readonly Option<string?> _signingKey = new("--signing-key")
    {
        Description = "The secret that the deployment's tokens are signed with (Auth__SigningKey). Default: as for --gateway; without any the clients' tokens come from the gateway's /dev/token, which only Development has.",
        HelpName = "secret",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "A token of the deployment that all clients show, instead of one each. It must allow the channels topic:*, and the deployment as many connections of one user (Connections__MaxPerUser). Clients then listen on topics.",
        HelpName = "jwt",
    };

    private readonly Option<bool> _direct = new("--direct")
    {
        Description = "Clients connect to the edge nodes themselves, past the gateway: the difference is what the gateway costs.",
    };

    public void AddTo(Command command)
    {
        command.Add(_gateway);
        command.Add(_direct);
        command.Add(_rabbitMq);
        command.Add(_redis);
        command.Add(_apiKey);
        command.Add(_signingKey);
        command.Add(_token);
    }

    public Target Read(ParseResult options)
    {
        var stack = RunFile.Find(Directory.GetCurrentDirectory());
        var target = Target.Resolve(
            options.GetValue(_gateway),
            options.GetValue(_rabbitMq),
            options.GetValue(_redis)?.ToString(),
            options.GetValue(_apiKey),
            options.GetValue(_signingKey),
            stack) with
        { Token = options.GetValue(_token) };
        return options.GetValue(_direct) ? target.PastTheGateway(stack) : target;
    }
}
