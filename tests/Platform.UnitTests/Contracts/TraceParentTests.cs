using System.Buffers;
using System.Text;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Tracing;
using RabbitMQ.Client;

namespace Platform.UnitTests.Contracts;

public sealed class TraceParentTests
{
    private const string Recorded = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public void A_trace_that_is_recorded_travels_with_the_event()
    {
        var @event = Read($"\"{Recorded}\"");
        Assert.Equal(Recorded, @event.TraceParent);

        var written = new ArrayBufferWriter<byte>();
        EventWriter.Write(written, @event);
        Assert.True(EventReader.TryRead(written.WrittenMemory, 65_536, out var again, out _));
        Assert.Equal(Recorded, again.TraceParent);
    }

    [Theory]
    [InlineData("\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00\"")]
    [InlineData("\"00-00000000000000000000000000000000-00f067aa0ba902b7-01\"")]
    [InlineData("\"something else\"")]
    [InlineData("{\"a\":[1]}")]
    [InlineData("17")]
    [InlineData("null")]
    public void What_is_no_recorded_trace_is_left_out_and_spoils_nothing(string json) => Assert.Null(Read(json).TraceParent);

    [Fact]
    public void Without_a_trace_nothing_is_allocated_for_tracing()
    {
        var properties = new BasicProperties { Headers = new Dictionary<string, object?> { ["x-accepted-at"] = 1.0 } };
        Spend(properties);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Spend(properties);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    // Also with a recorded trace, as long as nobody listens.
    private static void Spend(BasicProperties properties)
    {
        _ = TraceParent.OfCurrent();
        _ = MessageTrace.Of(properties);
        EventTrace.Span(Stage.Batch, Recorded, Lane.Critical, "traced", 1, 2);
    }

    private static Event Read(string trace)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"event_type":"traced","traceparent":{{trace}},"data":1}""");
        Assert.True(EventReader.TryRead(json, 65_536, out var @event, out var error), error?.ToString());
        return @event;
    }
}
