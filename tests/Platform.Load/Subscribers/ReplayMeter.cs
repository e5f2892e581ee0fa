using Platform.Load.Measurements;

namespace Platform.Load.Subscribers;

/// <summary>
/// How long a client that comes back takes to have what it missed: from the moment it begins to connect to the arrival of the last
/// event that was due before that moment, or to the answer that there was none. Its owner locks.
/// </summary>
internal sealed class ReplayMeter(Durations times)
{
    private const long Nothing = -1;
    private long _since = Nothing;
    private long _until = Nothing;

    /// <summary>It begins to connect; further attempts belong to the first.</summary>
    public void Connecting(long now)
    {
        if (_since != Nothing && _until == Nothing)
        {
            return;
        }

        End();
        _since = now;
    }

    /// <summary>It receives its channel.</summary>
    public void Receiving(long now) => _until = Math.Max(_until, now);

    /// <summary>An event came.</summary>
    /// <param name="sentAt">When it was due.</param>
    /// <param name="now">When it came.</param>
    public void Arrived(long sentAt, long now)
    {
        if (sentAt < _since)
        {
            _until = now;
        }
        else
        {
            End();
        }
    }

    private void End()
    {
        if (_since != Nothing && _until != Nothing)
        {
            times.Record(_until - _since);
        }

        _since = _until = Nothing;
    }
}
