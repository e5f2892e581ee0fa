using MassTransit;

namespace Platform.Ingest.HandOver;

/// <summary>
/// MassTransit repeats a failed send by itself, seconds later, when other bundles may have gone before. The order of a lane
/// forbids that: the producer is told, and repeats its request. An exception that MassTransit does not know ends its attempts.
/// </summary>
internal sealed class NeverRepeat : ISendObserver
{
    public Task PreSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class =>
        context.Message is Bundle ? Task.FromException(new BundleNotConfirmedException(exception)) : Task.CompletedTask;
}

/// <summary>RabbitMQ did not confirm a bundle.</summary>
internal sealed class BundleNotConfirmedException(Exception cause) : Exception(cause.GetBaseException().Message, cause);
