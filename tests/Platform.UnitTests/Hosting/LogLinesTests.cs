using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.Logs;

namespace Platform.UnitTests.Hosting;

public sealed class LogLinesTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_JSON_line_holds_the_message_its_fields_and_the_trace_and_no_scope()
    {
        using var activity = new Activity("request").Start();
        using var line = JsonDocument.Parse(Write(new JsonLines(_clock)));

        Assert.Equal(
            ["timestamp", "level", "category", "event_id", "message", "trace_id", "span_id", "exception", "fields"],
            line.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(activity.TraceId.ToHexString(), line.RootElement.GetProperty("trace_id").GetString());
        Assert.Equal("12.5", line.RootElement.GetProperty("fields").GetProperty("send_ms").GetString());
    }

    [Fact]
    public void A_readable_line_names_the_trace_too()
    {
        using var activity = new Activity("request").Start();
        var line = Write(new ReadableLines(_clock)).Split('\n')[0];
        Assert.EndsWith($"warn: Platform.Edge[7] A send took 12.5 ms. (trace {activity.TraceId})", line, StringComparison.Ordinal);
    }

    [Fact]
    public void One_line_in_ten_seconds_tells_of_all_that_happened()
    {
        var line = new RareLine(_clock);
        Assert.True(line.TryWrite(out var count));
        Assert.Equal(1, count);
        for (var i = 0; i < 41; i++)
        {
            Assert.False(line.TryWrite(out _));
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(line.TryWrite(out count));
        Assert.Equal(42, count);
    }

    private static string Write(ConsoleFormatter formatter)
    {
        IReadOnlyList<KeyValuePair<string, object?>> state = [new("SendMs", 12.5), new("{OriginalFormat}", "A send took {SendMs} ms.")];
        var scopes = new LoggerExternalScopeProvider();
        using var scope = scopes.Push("/api/v1/channels/user:42/history");
        using var output = new StringWriter();
        formatter.Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
                LogLevel.Warning, "Platform.Edge", new EventId(7), state, new InvalidOperationException("why"), (_, _) => "A send took 12.5 ms."),
            scopes,
            output);
        Assert.DoesNotContain("user:42", output.ToString(), StringComparison.Ordinal);
        return output.ToString();
    }
}
