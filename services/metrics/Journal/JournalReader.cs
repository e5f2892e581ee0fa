using Platform.Metrics.Digests;
using Platform.Metrics.Window;
using Platform.ServiceDefaults.Latency;
using StackExchange.Redis;

namespace Platform.Metrics.Journal;

/// <summary>
/// Reads the journal once a second, up to the last second that is over, and from its beginning when the service starts. While Redis is
/// away each replica goes on with the digests that it gets itself.
/// </summary>
internal sealed partial class JournalReader(
    DigestJournal journal, MinuteStore minutes, DigestIntake intake, Timeline timeline, TimeProvider clock, ILogger<JournalReader> logger)
    : BackgroundService
{
    // Entries of a second are there when it is over.
    private const int Grace = 20;

    private string? _after;
    private long _offsetMs;
    private long _savedMinute;
    private long _replayedMinute;
    private bool _isAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadOnAsync(await journal.TimeAsync());
                Note(isAway: false, "");
            }
            catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
            {
                Note(isAway: true, e.Message);
                intake.Release(NowMs() / 1000 - 1);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1000 - (NowMs() % 1000) + Grace), clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private long NowMs() => (long)clock.NowMs() + _offsetMs;

    private async Task ReadOnAsync(long nowMs)
    {
        _offsetMs = nowMs - (long)clock.NowMs();
        var second = (nowMs / 1000) - 1;
        _after ??= await BeginAsync(second);
        foreach (var entry in await journal.ReadAsync(_after, second))
        {
            intake.Take(entry);
            _after = entry.Id;
        }

        intake.Release(second);
        await SaveAsync(second);
    }

    // From the beginning of a minute on everything is in the journal; what is older was saved minute by minute.
    private async Task<string> BeginAsync(long second)
    {
        var from = (second - WindowLength.FiveMinutes.Seconds) / 60;
        timeline.MoveTo(second);
        foreach (var (minute, measured) in await minutes.ReadAsync((second / 60) - WindowLength.Slots, from - 1))
        {
            intake.TakeMinute(minute, measured);
        }

        (_savedMinute, _replayedMinute) = (from - 1, LastOver(second));
        return $"{(from * 60_000) - 1}-0";
    }

    // Every replica saves the same. Minutes that ended while nobody was there are saved when they are replayed; those that somebody saved
    // stay, since he may know of digests that could not be written down.
    private async Task SaveAsync(long second)
    {
        while (_savedMinute < LastOver(second))
        {
            await minutes.SaveAsync(_savedMinute + 1, onlyIfMissing: _savedMinute < _replayedMinute);
            _savedMinute++;
        }
    }

    private static long LastOver(long second) => ((second + 1) / 60) - 1;

    private void Note(bool isAway, string why)
    {
        if (isAway != _isAway)
        {
            _isAway = isAway;
            if (isAway)
            {
                LogAway(why);
            }
            else
            {
                LogBack();
            }
        }
    }

    [LoggerMessage(410, LogLevel.Warning, "Redis can't be asked, so this replica tells only of the digests that it gets itself, and a restart would forget them: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(411, LogLevel.Information, "The digests are kept in Redis again.")]
    private partial void LogBack();
}
