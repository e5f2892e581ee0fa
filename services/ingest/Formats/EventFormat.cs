using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Platform.Contracts.Events;
using Platform.Ingest.Doors;

namespace Platform.Ingest.Formats;

/// <summary>One way to write events in a body: how it is cut into events, and how one of them is read.</summary>
internal sealed class EventFormat(string mediaType, SplitBody split, ReadEvent read)
{
    private static readonly EventFormat[] All =
    [
        new("application/json", EventSplitter.TrySplit, EventReader.TryRead),
        new("application/x-ndjson", LineSplitter.TrySplit, EventReader.TryRead),
        new("application/cloudevents+json", TakeWhole, CloudEventReader.TryRead),
        new("application/cloudevents-batch+json", ArraySplitter.TrySplit, CloudEventReader.TryRead),
    ];

    public string MediaType => mediaType;

    public SplitBody TrySplit => split;

    public ReadEvent TryRead => read;

    /// <summary>The format that the request's headers name.</summary>
    public static bool TryFind(
        HttpRequest request, [NotNullWhen(true)] out EventFormat? format, [NotNullWhen(false)] out ProblemHttpResult? refusal)
    {
        format = IsPlain(request) && MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && IsUtf8(type)
            ? Array.Find(All, known => type.MediaType.Equals(known.MediaType, StringComparison.OrdinalIgnoreCase))
            : null;
        refusal = format is null ? Problems.UnsupportedMediaType(All.Select(known => known.MediaType)) : null;
        return format is not null;
    }

    private static bool IsPlain(HttpRequest request) =>
        request.Headers.ContentEncoding.Count == 0 || request.Headers.ContentEncoding == "identity";

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static bool TakeWhole(ReadOnlyMemory<byte> body, out List<ReadOnlyMemory<byte>> events, [NotNullWhen(false)] out EventError? error)
    {
        events = [body];
        error = null;
        return true;
    }
}

/// <summary>Cuts a body into the bytes of its events; where it fails, <paramref name="events"/> holds those before that place.</summary>
internal delegate bool SplitBody(
    ReadOnlyMemory<byte> body, out List<ReadOnlyMemory<byte>> events, [NotNullWhen(false)] out EventError? error);

/// <summary>Reads one event.</summary>
internal delegate bool ReadEvent(
    ReadOnlyMemory<byte> json, int maxBytes, [NotNullWhen(true)] out Event? result, [NotNullWhen(false)] out EventError? error);
