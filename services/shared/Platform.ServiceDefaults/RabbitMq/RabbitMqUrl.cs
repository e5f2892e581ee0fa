using System.Text.RegularExpressions;
using RabbitMQ.Client;

namespace Platform.ServiceDefaults.RabbitMq;

/// <summary>Reads where RabbitMQ is: an AMQP URL, which may name several nodes of a cluster with commas between them.</summary>
public static partial class RabbitMqUrl
{
    /// <summary>What such a URL looks like.</summary>
    internal const string Pattern = $@"^(?<before>amqps?://([^/@]*@)?)(?<nodes>{Node}(,{Node})*)(?<after>/\S*)?$";

    private const string Node = @"(\[[^\]/]+\]|[^/@:,\s\[\]]+)(:[0-9]{1,5})?";

    /// <summary>A URL for each node, with the same user and virtual host.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IReadOnlyList<Uri> Parse(string text)
    {
        var parts = Form().Match(text);
        return parts.Success
            ? [.. parts.Groups["nodes"].Value.Split(',').Select(node => new Uri($"{parts.Groups["before"].Value}{node}{parts.Groups["after"].Value}"))]
            : throw new FormatException("RabbitMQ's URL is not amqp://user:password@host:port,host:port/vhost."); // It holds a password.
    }

    /// <summary>Connects to one of the nodes, whichever answers; the client library looks at them in a random order.</summary>
    public static Task<IConnection> ConnectAsync(this ConnectionFactory factory, IReadOnlyList<Uri> nodes, CancellationToken cancellationToken)
    {
        factory.Uri = nodes[0];
        return factory.CreateConnectionAsync(nodes.Select(node => new ConnectionFactory { Uri = node }.Endpoint), cancellationToken);
    }

    [GeneratedRegex(Pattern, RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
