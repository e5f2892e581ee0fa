using System.Text;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Ingest.HandOver;
using Platform.Ingest.Intake;

namespace Platform.UnitTests.Ingest;

public sealed class LanePackTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(7, 3)]
    public void A_piece_has_at_most_so_many_events(int events, int pieces)
    {
        var packed = Pack(new LanePack(Lane.Normal, maxEvents: 3, maxBytes: 10_000), events);

        Assert.Equal(pieces, packed.Count);
        Assert.All(packed, piece => Assert.InRange(piece.Count, 1, 3));
        Assert.Equal(Enumerable.Range(0, events), packed.SelectMany(Numbers));
    }

    [Fact]
    public void A_piece_has_at_most_so_many_bytes()
    {
        var packed = Pack(new LanePack(Lane.Normal, maxEvents: 100, maxBytes: 130), 10);

        Assert.Equal(Enumerable.Range(0, 10), packed.SelectMany(Numbers));
        Assert.All(packed, piece => Assert.InRange(piece.Json.Length, 60, 130));
        Assert.Equal(10, packed.Sum(piece => piece.Count));
    }

    [Fact]
    public void An_event_that_is_larger_alone_is_a_piece_of_its_own() =>
        Assert.Equal([1, 1, 1], Pack(new LanePack(Lane.Normal, maxEvents: 100, maxBytes: 10), 3).Select(piece => piece.Count));

    private static List<PendingEvents> Pack(LanePack pack, int events)
    {
        for (var i = 0; i < events; i++)
        {
            pack.Add(new Event { EventType = "a", Data = Encoding.UTF8.GetBytes($"{i}") });
        }

        return [.. pack.Pieces(acceptedAt: 0)];
    }

    private static IEnumerable<int> Numbers(PendingEvents piece) => Bundles.Numbers(new Bundle(Lane.Normal, [piece]));
}
