namespace Platform.Edge.Presence;

/// <summary>One connection on a channel.</summary>
internal sealed record Member(string Connection, string Subject, string Role);

/// <summary>Who of this node is on one channel, and what of it Redis has not been told. Not thread-safe: the rooms guard it.</summary>
internal sealed class Room
{
    private readonly Dictionary<string, Member> _present = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Member> _untold = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Member Member, long At)> _gone = new(StringComparer.Ordinal);
    private long _refreshedAt;

    public bool IsEmpty => _present.Count == 0 && _gone.Count == 0;

    public void Join(Member member)
    {
        _gone.Remove(member.Connection);
        _present[member.Connection] = member;
        _untold[member.Connection] = member;
    }

    public void Leave(string connection, long at)
    {
        _untold.Remove(connection);
        if (_present.Remove(connection, out var member))
        {
            _gone[connection] = (member, at);
        }
    }

    public void LeaveAll(long at)
    {
        foreach (var connection in _present.Keys.ToArray())
        {
            Leave(connection, at);
        }
    }

    /// <summary>What Redis is to be told now: those who came and those who left for good, and at each refresh all who are there.</summary>
    public Report? Take(long now, TimeSpan refresh, TimeSpan linger, TimeProvider clock)
    {
        var isRefresh = clock.GetElapsedTime(_refreshedAt, now) >= refresh;
        Member[] present = isRefresh ? [.. _present.Values] : [.. _untold.Values];
        Member[] gone = [.. _gone.Values.Where(left => clock.GetElapsedTime(left.At, now) >= linger).Select(left => left.Member)];
        return present.Length > 0 || gone.Length > 0 || isRefresh ? new Report(present, gone, isRefresh) : null;
    }

    /// <summary>Redis has taken the report; what came meanwhile is still to be told.</summary>
    public void Told(Report report, long now)
    {
        foreach (var member in report.Present)
        {
            _untold.Remove(member.Connection);
        }

        foreach (var member in report.Gone)
        {
            _gone.Remove(member.Connection);
        }

        _refreshedAt = report.IsRefresh ? now : _refreshedAt;
    }
}

/// <summary>What one call tells Redis of one channel.</summary>
internal sealed record Report(IReadOnlyList<Member> Present, IReadOnlyList<Member> Gone, bool IsRefresh);
