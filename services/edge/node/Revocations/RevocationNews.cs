using MassTransit;
using Platform.Contracts.Revocations;
using Platform.ServiceDefaults.Security.Revocations;

namespace Platform.Edge.Revocations;

/// <summary>
/// Tells the services that are no edge nodes what is revoked, over the bus: all of it as soon as there is something new, and again and
/// again, for an instance that started later or missed a message. Every node does; hearing it twice changes nothing.
/// </summary>
internal sealed partial class RevocationNews(RevokedTokens revoked, IBus bus, TimeProvider clock, ILogger<RevocationNews> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    // A confirm that does not come in this time went with its connection.
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(4);

    private int _told;
    private long _toldAt = clock.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (revoked.Version != _told || clock.GetElapsedTime(_toldAt) >= Again)
            {
                await TellAsync(stoppingToken);
            }
        }
    }

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        var (version, all) = (revoked.Version, revoked.All.ToArray());
        using var timeout = new CancellationTokenSource(ConfirmTimeout, clock);
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        try
        {
            if (all.Length > 0)
            {
                await bus.Publish(new RevocationList { Revocations = all }, publish => publish.Durable = false, canceled.Token);
            }

            (_told, _toldAt) = (version, clock.GetTimestamp());
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogUntold(e.Message);
        }
    }

    [LoggerMessage(242, LogLevel.Debug, "What is revoked can't be told over RabbitMQ now, and is told again soon: {Why}")]
    private partial void LogUntold(string why);
}
