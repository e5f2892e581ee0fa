using Platform.Contracts.Lanes;
using Platform.Contracts.Pacing;

namespace Platform.UnitTests.Publisher;

public sealed class MarkerTests
{
    [Fact]
    public void Marker_reads_as_it_was_written()
    {
        Marker marker = new(Lane.High, 1_234_567_890_123, "edge 1");
        Assert.True(Marker.TryParse(marker.ToString(), out var read));
        Assert.Equal(marker, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("high 1")]
    [InlineData("low 1 edge-1")]
    [InlineData("high -1 edge-1")]
    [InlineData("high 1.5 edge-1")]
    public void What_is_no_marker_is_not_read(string? text) => Assert.False(Marker.TryParse(text, out _));
}
