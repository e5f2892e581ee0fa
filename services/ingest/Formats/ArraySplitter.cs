using System.Diagnostics.CodeAnalysis;
using Platform.Contracts.Events;

namespace Platform.Ingest.Formats;

/// <summary>Cuts a JSON array, and nothing else.</summary>
internal static class ArraySplitter
{
    public static bool TrySplit(
        ReadOnlyMemory<byte> body, out List<ReadOnlyMemory<byte>> events, [NotNullWhen(false)] out EventError? error)
    {
        if (body.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..])
        {
            return EventSplitter.TrySplit(body, out events, out error);
        }

        events = [];
        error = EventError.InvalidJson("A batch is a JSON array of events.");
        return false;
    }
}
