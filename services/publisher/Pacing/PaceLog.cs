using Platform.Contracts.Lanes;

namespace Platform.Publisher.Pacing;

/// <summary>Says when a lane begins to be held for most of the time, and when it no longer is: a moment now and then is no news.</summary>
internal sealed partial class PaceLog(Lane lane, PublisherMetrics metrics, TimeProvider clock, ILogger<LanePace> logger)
{
    private const double Most = 0.5;
    private const double Hardly = 0.1;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private long _since = clock.GetTimestamp();
    private TimeSpan _held;
    private bool _isPaced;

    public void Held(TimeSpan time)
    {
        _held += time;
        metrics.Held(lane, time);
        var elapsed = clock.GetElapsedTime(_since);
        if (elapsed < Look)
        {
            return;
        }

        var share = _held / elapsed;
        (_since, _held) = (clock.GetTimestamp(), TimeSpan.Zero);
        if (!_isPaced && share > Most)
        {
            _isPaced = true;
            LogPaced(lane.Name(), share);
        }
        else if (_isPaced && share < Hardly)
        {
            _isPaced = false;
            LogFree(lane.Name());
        }
    }

    [LoggerMessage(120, LogLevel.Information, "The lane {Lane} is paced: the edge nodes take less than there is, and it waited for them {Share:P0} of the time. The rest waits in RabbitMQ.")]
    private partial void LogPaced(string lane, double share);

    [LoggerMessage(121, LogLevel.Information, "The lane {Lane} needs no pace any more.")]
    private partial void LogFree(string lane);
}
