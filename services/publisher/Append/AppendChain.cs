using Platform.Contracts.Lanes;
using Platform.Publisher.Reading;

namespace Platform.Publisher.Append;

/// <summary>
/// A session's appends in their order (guarantee 3), several under way at a time. Each names the one before, without which Redis
/// refuses it: an append that was lost on its way never lets a later one pass.
/// </summary>
internal sealed class AppendChain(Lane lane, Appender appender)
{
    private const int MaxCallBytes = 256 * 1024;

    private Task _last = Task.CompletedTask;
    private long _number;

    /// <summary>Whether a further append may start before the last one was answered.</summary>
    public bool MayBeFollowed { get; private set; } = true;

    /// <summary>Starts an append behind all before; done once Redis holds, or has held before, every event that the entries stand for.</summary>
    public Task AppendAsync(long term, IReadOnlyList<Entry> entries, int maxEvents, CancellationToken cancellationToken)
    {
        var pieces = Cut(entries, maxEvents).ToList();

        // What is left of an aggregate, some of whose events were known, is appended anew: nothing may come in between.
        MayBeFollowed = pieces.Count == 1 && entries.All(entry => entry.Ids.Count == 1);
        return _last = AppendAsync(term, pieces, _last, cancellationToken);
    }

    private async Task AppendAsync(long term, List<List<Entry>> pieces, Task previous, CancellationToken cancellationToken)
    {
        foreach (var piece in pieces)
        {
            await appender.AppendAsync(lane, term, piece, new Link(++_number, previous), cancellationToken);
            previous = Task.CompletedTask;
        }
    }

    // A call makes one frame a channel; what it may hold bounds every buffer between here and the socket.
    private static IEnumerable<List<Entry>> Cut(IEnumerable<Entry> entries, int maxEvents)
    {
        List<Entry> piece = [];
        var bytes = 0;
        foreach (var entry in entries)
        {
            if (piece.Count > 0 && (piece.Count == maxEvents || bytes + entry.Body.Length > MaxCallBytes))
            {
                yield return piece;
                piece = [];
                bytes = 0;
            }

            piece.Add(entry);
            bytes += entry.Body.Length;
        }

        if (piece.Count > 0)
        {
            yield return piece;
        }
    }
}
