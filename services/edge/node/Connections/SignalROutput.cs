using System.Buffers;
using System.IO.Pipelines;

namespace Platform.Edge.Connections;

/// <summary>
/// The output that SignalR sees: it gathers one message at a time, and hands it to the outbox when SignalR flushes. It always has
/// room, so that no flush waits for the client (decision 3). SignalR writes and flushes under a lock of its own.
/// </summary>
internal sealed class SignalROutput(Outbox outbox) : PipeWriter
{
    // What stays allocated; a long answer's buffer must not stay with a connection that is then idle for hours.
    private const int SmallMessage = 256;
    private const int MaxKept = 4 * 1024;

    private ArrayBufferWriter<byte> _message = new(SmallMessage);

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _message.WrittenCount;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _message.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _message.GetSpan(sizeHint);

    public override void Advance(int bytes) => _message.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var isOpen = outbox.WriteControl(_message.WrittenMemory);
        if (_message.Capacity > MaxKept)
        {
            _message = new ArrayBufferWriter<byte>(SmallMessage);
        }
        else
        {
            _message.ResetWrittenCount();
        }

        return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: !isOpen));
    }

    public override void CancelPendingFlush()
    {
        // No flush of ours is ever pending.
    }

    public override void Complete(Exception? exception = null) => outbox.Complete(exception);
}
