using System.Buffers;

namespace Platform.Ingest.Doors;

/// <summary>A request's whole body in a pooled buffer.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstBuffer = 16 * 1024;

    private byte[] _buffer;
    private int _length;

    private RequestBody(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads the body; <c>null</c> when it is larger than the limit, told from its length before any of it is read.</summary>
    public static async Task<RequestBody?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        // One byte more than announced, so that the end is seen without growing.
        var body = new RequestBody((int)(request.ContentLength ?? FirstBuffer) + 1);
        var isWhole = false;
        try
        {
            isWhole = await body.FillAsync(request.Body, maxBytes, cancellationToken);
            return isWhole ? body : null;
        }
        finally
        {
            if (!isWhole)
            {
                body.Dispose();
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private async Task<bool> FillAsync(Stream source, int maxBytes, CancellationToken cancellationToken)
    {
        while (await source.ReadAsync(_buffer.AsMemory(_length), cancellationToken) is > 0 and var read)
        {
            _length += read;
            if (_length > maxBytes)
            {
                return false;
            }

            if (_length == _buffer.Length)
            {
                Grow();
            }
        }

        return true;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
