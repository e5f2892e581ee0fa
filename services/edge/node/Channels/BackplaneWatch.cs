using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Edge.Channels;

/// <summary>
/// After a connection to Redis was lost and came back, compares every channel with it: frames that were published meanwhile are gone
/// from the live road, and are read from history.
/// </summary>
internal sealed partial class BackplaneWatch(RedisConnections redis, LiveChannels channels, TimeProvider clock, ILogger<BackplaneWatch> logger)
    : BackgroundService
{
    // Subscriptions are restored after the connection is: what falls between is found by looking again.
    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    private readonly SemaphoreSlim _restored = new(0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var purpose in (string[])["critical", "events", "history"])
        {
            (await redis.GetAsync(purpose)).ConnectionRestored += (_, _) => _restored.Release();
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await _restored.WaitAsync(stoppingToken);
            foreach (var look in Looks)
            {
                await Task.Delay(look, clock, stoppingToken);
                await CompareAsync();
            }
        }
    }

    private async Task CompareAsync()
    {
        foreach (var channel in channels.All)
        {
            try
            {
                await channel.ResyncAsync();
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // Away again: its return brings the next look.
                LogInterrupted(e.Message);
                return;
            }
        }
    }

    [LoggerMessage(210, LogLevel.Debug, "Comparing channels with Redis was interrupted: {Why}")]
    private partial void LogInterrupted(string why);
}
