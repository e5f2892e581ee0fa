using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.ServiceDefaults.Health;

namespace Platform.ServiceDefaults.RabbitMq;

/// <summary>
/// Holds one connection that carries nothing. It declares the topology before anyone may publish, so that an event is kept even
/// where this service is the first that ever ran; and it knows at once when the broker is away, and within a second when it is back.
/// </summary>
public sealed partial class BrokerWatch(
    RabbitMqConnections connections, Dependencies dependencies, TimeProvider clock, ILogger<BrokerWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Only a person can mend it, and each attempt leaves an error in the broker's log.
    private static readonly TimeSpan PauseAfterMismatch = TimeSpan.FromSeconds(10);

    private volatile bool _isUp;

    /// <summary>Whether the broker is there, with the topology declared.</summary>
    public bool IsUp => _isUp;

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        dependencies.Require(RabbitMqOptions.Dependency);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                await HoldConnectionAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (TopologyMismatchException mismatch)
            {
                LogMismatch(mismatch.Message);
                Down(mismatch.Message);
                pause = PauseAfterMismatch;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Down(e.GetBaseException().Message);
            }

            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HoldConnectionAsync(CancellationToken stoppingToken)
    {
        var connection = await connections.OpenAsync("watch", stoppingToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var closed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            connection.ConnectionShutdownAsync += (_, reason) =>
            {
                _isUp = false;
                closed.TrySetResult(reason.ReplyText);
                return Task.CompletedTask;
            };
            _isUp = true;
            dependencies.Up(RabbitMqOptions.Dependency);
            if (!connection.IsOpen)
            {
                // It closed before anyone listened.
                closed.TrySetResult("The connection closed at once.");
            }

            Down(await closed.Task.WaitAsync(stoppingToken).ConfigureAwait(false));
        }
    }

    private void Down(string why)
    {
        _isUp = false;
        dependencies.Down(RabbitMqOptions.Dependency, why);
    }

    [LoggerMessage(10, LogLevel.Error, "{Mismatch}")]
    private partial void LogMismatch(string mismatch);
}
