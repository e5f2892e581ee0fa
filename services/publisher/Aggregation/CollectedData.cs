using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Publisher.Reading;

namespace Platform.Publisher.Aggregation;

/// <summary>The data of an event that collects others: theirs, byte by byte, in the queue's order, and when they happened.</summary>
internal static class CollectedData
{
    // As the writer has an event's own timestamp.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    /// <summary>The newest event with the data of all and the newest timestamp.</summary>
    public static Event In(Event newest, IReadOnlyList<Entry> parts)
    {
        var times = parts.Select(part => part.Event.Timestamp!.Value).ToList();
        return newest with { Timestamp = times.Max(), Data = Write(parts, times.Min(), times.Max()) };
    }

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<Entry> parts, DateTime from, DateTime to)
    {
        var output = new ArrayBufferWriter<byte>(128 + parts.Sum(part => part.Event.Data.Length + 1));
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(EventFields.AggregatedInsights);
            foreach (var part in parts)
            {
                writer.WriteRawValue(part.Event.Data.Span, skipInputValidation: true);
            }

            writer.WriteEndArray();
            writer.WriteNumber(EventFields.InsightCount, parts.Count);
            writer.WriteString(EventFields.TimeWindow, string.Create(CultureInfo.InvariantCulture, $"{Text(from)} to {Text(to)}"));
            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    private static string Text(DateTime time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
