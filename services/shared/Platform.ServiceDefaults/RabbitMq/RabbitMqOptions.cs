using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.RabbitMq;

/// <summary>Where RabbitMQ is.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "RabbitMq";

    /// <summary>The name of this dependency in readiness and logs.</summary>
    public const string Dependency = "rabbitmq";

    /// <summary>
    /// <c>amqp://user:password@host:5672/vhost</c>, or <c>amqps://</c> with TLS. Of a cluster, name all nodes:
    /// <c>amqp://user:password@host-1:5672,host-2:5672,host-3:5672/vhost</c>. Who loses one connects to another.
    /// </summary>
    [Required, RegularExpression(
        RabbitMqUrl.Pattern, ErrorMessage = "RabbitMq:Url must be amqp://user:password@host:port/vhost (or amqps://), with commas between several host:port.")]
    public string Url { get; set; } = "amqp://guest:guest@127.0.0.1:5672/";

    /// <summary>
    /// How often either end says that it is alive. RabbitMQ ends a connection that was silent for two to three times as long, and only
    /// then does a lane whose active reader froze pass to the next one; 1 is the least that AMQP knows. Unit: seconds. Default: 1.
    /// </summary>
    [Range(1, 60)]
    public int HeartbeatSeconds { get; set; } = 1;
}
