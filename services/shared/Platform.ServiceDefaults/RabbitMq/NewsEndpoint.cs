using MassTransit;

namespace Platform.ServiceDefaults.RabbitMq;

/// <summary>Queues of the bus whose messages are worth something only while they are new.</summary>
public static class NewsEndpoint
{
    /// <summary>
    /// Holds messages for a while only, and goes itself when nobody reads it any more. What can't be read is not worth a queue of errors
    /// that outlives us.
    /// </summary>
    public static void HoldNewsAlone(this IReceiveEndpointConfigurator endpoint, TimeSpan messageLife, TimeSpan queueLife)
    {
        endpoint.PublishFaults = false;
        endpoint.DiscardFaultedMessages();
        endpoint.DiscardSkippedMessages();
        if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
        {
            queue.QueueExpiration = queueLife;
            queue.SetQueueArgument("x-message-ttl", (int)messageLife.TotalMilliseconds);
        }
    }
}
