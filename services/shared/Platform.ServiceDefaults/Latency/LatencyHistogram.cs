using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using HdrHistogram;
using HdrHistogram.Encoding;
using HdrHistogram.Utilities;

namespace Platform.ServiceDefaults.Latency;

/// <summary>
/// The one layout of latency histograms: an HdrHistogram of microseconds, exact to two digits, up to a minute; what took longer
/// counts as a minute.
/// </summary>
public static class LatencyHistogram
{
    /// <summary>The highest value, in microseconds.</summary>
    public const long HighestMicroseconds = 60_000_000;

    /// <summary>The significant digits, hence an error below 1 %.</summary>
    public const int Digits = 2;

    // HdrHistogram's layout: each bucket doubles the range of the one before, in 128 linear steps (the first one in 256).
    private const int StepsMagnitude = 7;
    private const long FirstBucketMask = (1 << (StepsMagnitude + 1)) - 1;

    private const int CompressedV2Cookie = 0x1c849314;
    private const int CompressedHeaderBytes = 8;
    private const int HeaderBytes = 40;
    private const int MaxBytesOfACount = 5; // seven bits a byte, of a count that was an int

    /// <summary>The number of counters.</summary>
    internal static int Length { get; } = IndexOf(HighestMicroseconds) + 1;

    /// <summary>An empty histogram to merge others into.</summary>
    public static LongHistogram Create() => new(HighestMicroseconds, Digits);

    /// <summary>Reads a compressed HdrHistogram, ours or another program's.</summary>
    public static HistogramBase Decode(byte[] histogram) =>
        HistogramEncoding.DecodeFromCompressedByteBuffer(ByteBuffer.Allocate(histogram), minBarForHighestTrackableValue: 0);

    /// <summary>The place of a value's counter.</summary>
    internal static int IndexOf(double milliseconds) => IndexOf(Math.Clamp((long)(milliseconds * 1000), 0, HighestMicroseconds));

    /// <summary>The middle of the values that a counter stands for.</summary>
    internal static double MicrosecondsAt(int index)
    {
        var bucket = Math.Max(0, (index >> StepsMagnitude) - 1);
        var step = index - (bucket << StepsMagnitude);
        return (step + 0.5) * (1L << bucket);
    }

    /// <summary>
    /// Writes counters as a compressed HdrHistogram. The package's own way there takes twice as long, as it looks for the
    /// histogram's end value by value.
    /// </summary>
    internal static byte[] Encode(long[] counts)
    {
        var encoded = ByteBuffer.Allocate(HeaderBytes + (counts.Length * MaxBytesOfACount));
        var length = HistogramEncoderV2.Instance.Encode(new RecordedCounts(counts), encoded);
        encoded.Position = 0;

        using var compressed = new MemoryStream(CompressedHeaderBytes + length);
        compressed.Position = CompressedHeaderBytes;
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            Span<byte> plain = length <= 1024 ? stackalloc byte[length] : new byte[length];
            for (var i = 0; i < length; i++)
            {
                plain[i] = encoded.Get();
            }

            zlib.Write(plain);
        }

        var result = compressed.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(result, CompressedV2Cookie);
        BinaryPrimitives.WriteInt32BigEndian(result.AsSpan(sizeof(int)), result.Length - CompressedHeaderBytes);
        return result;
    }

    private static int IndexOf(long microseconds)
    {
        var bucket = BitOperations.Log2((ulong)(microseconds | FirstBucketMask)) - StepsMagnitude;
        return (bucket << StepsMagnitude) + (int)(microseconds >> bucket);
    }

    private sealed class RecordedCounts(long[] counts) : IRecordedData
    {
        // The encoding V2, in words of variable length.
        public int Cookie => 0x1c849313;

        public int NormalizingIndexOffset => 0;

        public int NumberOfSignificantValueDigits => Digits;

        public long LowestDiscernibleValue => 1;

        public long HighestTrackableValue => HighestMicroseconds;

        public double IntegerToDoubleValueConversionRatio => 1;

        public long[] Counts => counts;
    }
}
