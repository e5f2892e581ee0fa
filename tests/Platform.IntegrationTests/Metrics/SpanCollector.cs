using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Platform.IntegrationTests.Metrics;

/// <summary>A span as it was exported.</summary>
internal sealed record Span(string Service, string TraceId, string SpanId, string ParentId, string Name);

/// <summary>Takes traces as an OpenTelemetry collector does: OTLP over HTTP, in Protocol Buffers, of which it knows what it needs.</summary>
internal sealed class SpanCollector : IDisposable
{
    private readonly HttpListener _listener = new();

    public SpanCollector(Uri address)
    {
        _listener.Prefixes.Add(address.ToString());
        _listener.Start();
        _ = ListenAsync();
    }

    public ConcurrentQueue<Span> Spans { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                await TakeAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or IOException)
            {
                // One exporter gave up in the middle; the others' spans still come.
            }
        }
    }

    private async Task TakeAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        foreach (var resourceSpans in Fields(body.ToArray(), 1))
        {
            Take(resourceSpans);
        }

        context.Response.Close();
    }

    private void Take(byte[] resourceSpans)
    {
        var service = Fields(resourceSpans, 1).SelectMany(resource => Fields(resource, 1))
            .Where(attribute => Text(attribute, 1) == "service.name")
            .Select(attribute => Text(Fields(attribute, 2).Single(), 1))
            .FirstOrDefault("");
        foreach (var span in Fields(resourceSpans, 2).SelectMany(scope => Fields(scope, 2)))
        {
            Spans.Enqueue(new Span(service, Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5)));
        }
    }

    private static string Text(byte[] message, int number) => Encoding.UTF8.GetString(Fields(message, number).FirstOrDefault([]));

    private static string Hex(byte[] message, int number) => Convert.ToHexStringLower(Fields(message, number).FirstOrDefault([]));

    // The fields of a number whose value is bytes, text or a message.
    private static List<byte[]> Fields(byte[] message, int number)
    {
        List<byte[]> found = [];
        using var reader = new BinaryReader(new MemoryStream(message));
        while (reader.BaseStream.Position < message.Length)
        {
            var key = reader.Read7BitEncodedInt64();
            var value = (key & 7) switch
            {
                0 => Skip(() => reader.Read7BitEncodedInt64()),
                1 => reader.ReadBytes(8),
                5 => reader.ReadBytes(4),
                _ => reader.ReadBytes(reader.Read7BitEncodedInt()),
            };
            if (key >> 3 == number && (key & 7) == 2)
            {
                found.Add(value);
            }
        }

        return found;

        static byte[] Skip(Func<long> read)
        {
            read();
            return [];
        }
    }
}
