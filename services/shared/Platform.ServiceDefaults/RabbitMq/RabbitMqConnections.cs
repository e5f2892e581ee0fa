using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Hosting;
using RabbitMQ.Client;

namespace Platform.ServiceDefaults.RabbitMq;

/// <summary>Opens connections to RabbitMQ.</summary>
public sealed class RabbitMqConnections(IOptions<RabbitMqOptions> options, IOptions<ServiceOptions> service)
{
    /// <summary>An attempt that hangs longer would be the reason why a broker that is back is not noticed.</summary>
    internal static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    // A declaration on a cluster that elects leaders takes longer than a connection.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Opens a connection named after its purpose, and declares the topology over it.</summary>
    public async Task<IConnection> OpenAsync(string purpose, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(purpose, cancellationToken).ConfigureAwait(false);
        try
        {
            await TopologyDeclaration.DeclareAsync(connection, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Opens a connection and declares nothing, for who may not. It does not recover by itself: who holds it opens the next one, and
    /// with it knows that deliveries of the old one are void.
    /// </summary>
    public async Task<IConnection> ConnectAsync(string purpose, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = ConnectTimeout,
            HandshakeContinuationTimeout = AnswerTimeout,
            ContinuationTimeout = AnswerTimeout,
            RequestedHeartbeat = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds),
            ClientProvidedName = $"{service.Value.Name} {purpose}",
        };
        return await factory.ConnectAsync(RabbitMqUrl.Parse(options.Value.Url), cancellationToken).ConfigureAwait(false);
    }
}
