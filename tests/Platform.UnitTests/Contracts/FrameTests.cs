using System.Text;
using Platform.Contracts.Frames;

namespace Platform.UnitTests.Contracts;

public sealed class FrameTests
{
    [Fact]
    public void A_frame_is_a_line_and_its_events()
    {
        var frame = Parse("e1 17 3 1767607200123.457\u001e{\"a\":1}\u001e{}\u001e{\"b\":[]}");

        Assert.Equal("e1", frame.Epoch);
        Assert.Equal((17, 19), (frame.First, frame.Last));
        Assert.Equal(1767607200123.457, frame.AppendedAt);
        Assert.Equal(["""{"a":1}""", "{}", """{"b":[]}"""], frame.Events.Select(json => Encoding.UTF8.GetString(json.Span)));
    }

    [Fact]
    public void A_frame_of_one_event_begins_and_ends_with_it()
    {
        var frame = Parse("e1 1 1 1767607200123\u001e{}");

        Assert.Equal((1, 1), (frame.First, frame.Last));
        Assert.Single(frame.Events);
    }

    [Theory]
    [InlineData("")]
    [InlineData("e1 1 1 5")]
    [InlineData("e1 1 1\u001e{}")]
    [InlineData("e1 1 1 5 6\u001e{}")]
    [InlineData("e1 x 1 5\u001e{}")]
    [InlineData("e1 1 2 5\u001e{}")]
    [InlineData("e1 1 1 5\u001e{}\u001e{}")]
    [InlineData("e1 1 0 5\u001e{}")]
    [InlineData("e1 1 -1 5\u001e{}")]
    public void What_is_no_frame_was_not_written_by_us(string text) => Assert.Throws<FormatException>(() => Parse(text));

    private static Frame Parse(string text) => Frame.Parse(Encoding.UTF8.GetBytes(text));
}
