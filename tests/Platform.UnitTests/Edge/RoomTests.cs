using Microsoft.Extensions.Time.Testing;
using Platform.Edge.Presence;

namespace Platform.UnitTests.Edge;

public sealed class RoomTests
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(3);

    private readonly FakeTimeProvider _clock = new();
    private readonly Room _room = new();

    public RoomTests() => _clock.Advance(TimeSpan.FromMinutes(1));

    [Fact]
    public void Those_who_came_are_told_once_and_named_again_at_each_refresh()
    {
        _room.Join(new Member("c1", "anna", "agent"));
        Assert.Equal(["c1"], TellPresent());
        Assert.Null(Take());

        _clock.Advance(Refresh);
        Assert.Equal(["c1"], TellPresent());
    }

    [Fact]
    public void One_who_left_is_told_only_after_a_while()
    {
        _room.Join(new Member("c1", "anna", "agent"));
        TellPresent();
        _room.Leave("c1", _clock.GetTimestamp());

        _clock.Advance(Linger - TimeSpan.FromMilliseconds(1));
        Assert.Null(Take());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["c1"], Take()!.Gone.Select(member => member.Connection));
    }

    [Fact]
    public void One_who_comes_back_soon_has_not_left()
    {
        _room.Join(new Member("c1", "anna", "agent"));
        TellPresent();
        _room.Leave("c1", _clock.GetTimestamp());
        _room.Join(new Member("c1", "anna", "agent"));

        _clock.Advance(Linger);
        Assert.Empty(Take()!.Gone);
    }

    [Fact]
    public void What_Redis_has_not_taken_is_told_again()
    {
        _room.Join(new Member("c1", "anna", "agent"));
        Assert.Single(Take()!.Present);
        Assert.Single(Take()!.Present);
        Assert.False(_room.IsEmpty);
    }

    private Report? Take() => _room.Take(_clock.GetTimestamp(), Refresh, Linger, _clock);

    private IEnumerable<string> TellPresent()
    {
        var report = Take()!;
        _room.Told(report, _clock.GetTimestamp());
        return report.Present.Select(member => member.Connection);
    }
}
