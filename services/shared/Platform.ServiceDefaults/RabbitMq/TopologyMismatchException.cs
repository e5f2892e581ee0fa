using RabbitMQ.Client.Exceptions;

namespace Platform.ServiceDefaults.RabbitMq;

/// <summary>The broker holds one of our names with other arguments, which only a person can decide about.</summary>
public sealed class TopologyMismatchException(OperationInterruptedException cause) : Exception(
    "RabbitMQ holds an exchange or a queue of ours with other arguments, and keeps those of the first declaration: "
    + $"{cause.ShutdownReason?.ReplyText}. Drain and delete it, and this service goes on by itself (docs/operations.md, \"A queue with other "
    + "arguments\"); or use another vhost.", cause);
