using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.RabbitMq;

/// <summary>Where RabbitMQ is.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "RabbitMq";

    /// <summary>The name of this dependency in readiness and logs.</summary>
    public const string Dependency = "rabbitmq";

    /// <summary><c>amqp://user:password@host:5672/vhost</c>, or <c>amqps://</c> with TLS.</summary>
    [Required, RegularExpression("^amqps?://.+", ErrorMessage = "RabbitMq:Url must begin with amqp:// or amqps://.")]
    public string Url { get; set; } = "amqp://guest:guest@127.0.0.1:5672/";

    /// <summary>
    /// How often either end says that it is alive; after two missed ones the connection is over, and with it the place of a lane's
    /// active reader. Unit: seconds. Default: 2.
    /// </summary>
    [Range(1, 60)]
    public int HeartbeatSeconds { get; set; } = 2;
}
