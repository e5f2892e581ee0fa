using System.Diagnostics.CodeAnalysis;
using Platform.Contracts.Events;

namespace Platform.Ingest.Formats;

/// <summary>Cuts newline-delimited JSON: an event a line, empty lines are passed over.</summary>
internal static class LineSplitter
{
    public static bool TrySplit(
        ReadOnlyMemory<byte> body, out List<ReadOnlyMemory<byte>> events, [NotNullWhen(false)] out EventError? error)
    {
        events = [];
        error = null;
        while (!body.IsEmpty)
        {
            var end = body.Span.IndexOf((byte)'\n');
            var line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                events.Add(line);
            }
        }

        return true;
    }
}
