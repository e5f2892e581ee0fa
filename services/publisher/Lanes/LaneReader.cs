using Platform.Contracts.Lanes;
using Platform.Publisher.Append;
using Platform.ServiceDefaults.Health;
using Platform.ServiceDefaults.RabbitMq;

namespace Platform.Publisher.Lanes;

/// <summary>
/// Keeps one lane read for as long as the service lives: opens a session, and after its end, whatever ended it, the next one.
/// Nothing survives a session: what it had not acked comes again, and what it had appended is known by its ids.
/// </summary>
internal sealed partial class LaneReader(
    Lane lane, LaneSessionFactory sessions, Dependencies dependencies, TimeProvider clock, ILogger<LaneReader> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    // RabbitMQ is asked about twice a second, so that the flow resumes within a second of its return.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    // A session that was opened and came to nothing counts as a delivery of all that it was given: that must not be often.
    private static readonly TimeSpan PauseAfterNothing = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var dependency = $"{RabbitMqOptions.Dependency} ({lane.Name()})";
        dependencies.Require(dependency);
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var session = await sessions.OpenAsync(lane, stoppingToken);
                dependencies.Up(dependency);
                try
                {
                    await session.RunAsync(stoppingToken);
                }
                finally
                {
                    pause = session.HasFinishedAny ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, PauseAfterNothing.Ticks));
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (TopologyMismatchException e)
            {
                // Only a person can mend it.
                pause = PauseAfterNothing;
                dependencies.Down(dependency, e.Message);
            }
            catch (FencedException e)
            {
                LogFenced(lane.Name(), e.Message);
            }
            catch (Exception e)
            {
                dependencies.Down(dependency, e.Message);
            }

            await Pause(pause, stoppingToken);
            pause = pause < LongestPause ? TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)) : pause;
        }
    }

    private async Task Pause(TimeSpan pause, CancellationToken stoppingToken) =>
        await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(100, LogLevel.Warning, "Another publisher reads the lane {Lane} now; this one lets go of what it had in hand: {Why}")]
    private partial void LogFenced(string lane, string why);
}
