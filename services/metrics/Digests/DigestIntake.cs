using Platform.Contracts.Latency;
using Platform.Metrics.Journal;
using Platform.Metrics.Throughput;
using Platform.Metrics.Window;

namespace Platform.Metrics.Digests;

/// <summary>Takes digests in the order of the journal, each once, into all that is made of them.</summary>
internal sealed class DigestIntake(SlidingWindow window, LiveInstances instances, Timeline timeline, Unreadable unreadable)
{
    // A message comes again within seconds, or never.
    private const int RememberedMessages = 4_096;

    private readonly Lock _access = new();
    private readonly HashSet<Guid> _seen = [];
    private readonly Queue<Guid> _inOrder = new();

    public void Take(JournalEntry entry)
    {
        if (entry.Digest is { } digest)
        {
            Take(entry.Second, entry.MessageId, digest);
        }
        else
        {
            unreadable.Skipped("digest");
        }
    }

    /// <summary>One that could not be written down: it counts here, and as of now.</summary>
    public void TakeUnwritten(Guid messageId, LatencyDigest digest) => Take(timeline.Second + 1, messageId, digest);

    public void TakeMinute(long minute, IEnumerable<(Series, ValueCounts)> measured) => window.AddMinute(minute, measured);

    /// <summary>Everything up to this second was taken.</summary>
    public void Release(long second) => timeline.MoveTo(second);

    private void Take(long second, Guid messageId, LatencyDigest digest)
    {
        if (!IsNew(messageId))
        {
            return;
        }

        var measured = Read(digest);
        window.Add(second, measured);
        instances.Add(second, digest, accepted: CountOf(Stage.Ingest), appended: CountOf(Stage.Batch));

        long CountOf(Stage stage) => measured.Where(one => one.Series.Stage == stage).Sum(one => one.Values.Total);
    }

    // A newer service may know of stages that we don't: the others still count.
    private List<(Series Series, ValueCounts Values)> Read(LatencyDigest digest)
    {
        var version = digest.Edge is null ? "" : digest.Version;
        var measured = new List<(Series, ValueCounts)>(digest.Histograms.Count);
        foreach (var histogram in digest.Histograms)
        {
            if (Series.IsKnown(histogram?.Stage, histogram?.Lane) && ValueCounts.TryDecode(histogram!.Histogram, out var values))
            {
                measured.Add((new Series(histogram.Stage, histogram.Lane, histogram.EventType, version), values));
            }
            else
            {
                unreadable.Skipped("histogram");
            }
        }

        return measured;
    }

    private bool IsNew(Guid messageId)
    {
        lock (_access)
        {
            if (!_seen.Add(messageId))
            {
                return false;
            }

            _inOrder.Enqueue(messageId);
            if (_inOrder.Count > RememberedMessages)
            {
                _seen.Remove(_inOrder.Dequeue());
            }

            return true;
        }
    }
}
