using System.IO.Pipelines;

namespace Platform.Edge.Connections;

/// <summary>
/// Everything that goes to one connection passes here, and nothing that passes here ever waits (guarantee 5). While the connection
/// is idle, bytes are written through at once. While a write is pending they queue: SignalR's own messages and critical events in
/// front, the rest behind, all that fits joined into one write when the connection drains.
/// </summary>
internal sealed class Outbox(
    PipeWriter transport, WaitingRoom room, TimeProvider clock, Action<string> close, Action<TimeSpan> sent)
{
    // One write to the transport: large enough to join small frames, small enough that a critical event soon gets its turn, and that
    // a connection that reads nothing costs little. SignalR and the server copy it once each.
    private const int MaxWrite = 8_000;

    private readonly Lock _gate = new();
    private readonly OutboxQueue _waiting = new(room);
    private TaskCompletionSource? _drained;
    private bool _isWriting, _isFinished, _isClosed;
    private long _writingSince;
    private TimeSpan _longestSend;

    /// <summary>For how long the pending write has been pending.</summary>
    public TimeSpan Pending
    {
        get
        {
            lock (_gate)
            {
                return PendingNow();
            }
        }
    }

    /// <summary>The longest write since the call before, a pending one included; one that the transport took at once counts as none.</summary>
    public TimeSpan TakeLongestSend()
    {
        lock (_gate)
        {
            var pending = PendingNow();
            var longest = pending > _longestSend ? pending : _longestSend;
            _longestSend = TimeSpan.Zero;
            return longest;
        }
    }

    /// <summary>Takes a message, or says that there is no room; then the stream goes on from history.</summary>
    public bool TryWrite(OutgoingMessage message, bool isCritical) => Write([message], isCritical) == 1;

    /// <summary>Takes a message without events, or says that there is no room.</summary>
    public bool TryWrite(ReadOnlyMemory<byte> bytes, bool isCritical) => TryWrite(new OutgoingMessage(bytes), isCritical);

    /// <summary>
    /// Takes messages that belong together, and returns how many of them; with the others the stream goes on from history. Only as
    /// much as the transport takes is copied: the rest waits as the array that all its receivers share.
    /// </summary>
    public int Write(ReadOnlySpan<OutgoingMessage> messages, bool isCritical)
    {
        lock (_gate)
        {
            var taken = 0;
            while (taken < messages.Length && !_isWriting && !_isClosed && !_isFinished)
            {
                Begin(messages[taken++].Bytes);
            }

            return taken == messages.Length || _isClosed || _isFinished || _waiting.TryAdd(messages[taken..], isCritical)
                ? messages.Length
                : taken;
        }
    }

    /// <summary>
    /// Takes a message of SignalR's own, copied where it has to wait, and says whether the connection is still there. It always has
    /// room; a connection that lets too many of them wait is closed instead.
    /// </summary>
    public bool WriteControl(ReadOnlyMemory<byte> message)
    {
        var isTooMuch = false;
        lock (_gate)
        {
            if (!_isClosed && !_isFinished && !message.IsEmpty)
            {
                if (_isWriting)
                {
                    _waiting.AddControl(message.ToArray());
                    isTooMuch = _waiting.HasTooMuchControl;
                }
                else
                {
                    Begin(message);
                }
            }
        }

        if (isTooMuch)
        {
            close("too many answers and control messages wait for it");
        }

        return !_isClosed;
    }

    /// <summary>Takes a last message, behind the answers that wait: no events come any more, and nothing after it.</summary>
    public void Finish(ReadOnlyMemory<byte> last)
    {
        lock (_gate)
        {
            if (_isClosed || _isFinished)
            {
                return;
            }

            _isFinished = true;
            _waiting.ClearEvents();
            if (_isWriting)
            {
                _waiting.AddControl(last);
            }
            else
            {
                Begin(last);
            }
        }
    }

    /// <summary>Completes once nothing waits.</summary>
    public Task WhenDrainedAsync()
    {
        lock (_gate)
        {
            if (!_isWriting || _isClosed)
            {
                return Task.CompletedTask;
            }

            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    /// <summary>No more is written, and what waits is dropped.</summary>
    public void Complete(Exception? exception = null)
    {
        Close();
        transport.Complete(exception);
    }

    private TimeSpan PendingNow() => _isWriting ? clock.GetElapsedTime(_writingSince) : TimeSpan.Zero;

    private void Begin(ReadOnlyMemory<byte> bytes)
    {
        Copy(bytes);
        Flush();
    }

    private void Copy(ReadOnlyMemory<byte> bytes)
    {
        bytes.Span.CopyTo(transport.GetSpan(bytes.Length));
        transport.Advance(bytes.Length);
    }

    private void Flush()
    {
        try
        {
            var flush = transport.FlushAsync();
            if (flush.IsCompletedSuccessfully)
            {
                _isClosed |= flush.Result.IsCompleted;
                return;
            }

            _isWriting = true;
            _writingSince = clock.GetTimestamp();
            _ = DrainAsync(flush);
        }
        catch (InvalidOperationException)
        {
            // The transport was completed: the connection is over.
            _isClosed = true;
        }
    }

    private async Task DrainAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            while (!(await flush.ConfigureAwait(false)).IsCompleted)
            {
                var time = clock.GetElapsedTime(_writingSince);
                sent(time);
                lock (_gate)
                {
                    _longestSend = time > _longestSend ? time : _longestSend;
                    if (_isClosed || !JoinWaiting())
                    {
                        Idle();
                        return;
                    }

                    flush = transport.FlushAsync();
                    _writingSince = clock.GetTimestamp();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or IOException)
        {
            // The connection is over; SignalR's reader sees it too and ends it.
        }

        Close();
    }

    private bool JoinWaiting()
    {
        var joined = 0;
        // One that is larger than a write goes by itself.
        while (_waiting.TryTake(joined == 0 ? int.MaxValue : MaxWrite - joined, out var bytes))
        {
            Copy(bytes);
            joined += bytes.Length;
        }

        return joined > 0;
    }

    private void Idle()
    {
        _isWriting = false;
        _drained?.TrySetResult();
        _drained = null;
    }

    private void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _waiting.Clear();
            Idle();
        }
    }
}
