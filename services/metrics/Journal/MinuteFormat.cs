using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Window;
using Platform.ServiceDefaults.Latency;

namespace Platform.Metrics.Journal;

/// <summary>A minute as bytes: a version, then each series with its values as distances to the one before.</summary>
internal static class MinuteFormat
{
    private const byte Version = 1;

    public static byte[] Write(IReadOnlyList<(Series Series, ValueCounts Values)> measured)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(new DeflateStream(bytes, CompressionLevel.Fastest)))
        {
            writer.Write(Version);
            writer.Write7BitEncodedInt(measured.Count);
            foreach (var (series, values) in measured)
            {
                Write(writer, series, values);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Reads it, without the stages that we don't know; not what is damaged, or laid out in another way.</summary>
    public static bool TryRead(byte[] minute, [NotNullWhen(true)] out IReadOnlyList<(Series Series, ValueCounts Values)>? measured)
    {
        try
        {
            measured = Read(minute);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            measured = null;
        }

        return measured is not null;
    }

    private static List<(Series, ValueCounts)>? Read(byte[] minute)
    {
        using var reader = new BinaryReader(new DeflateStream(new MemoryStream(minute), CompressionMode.Decompress));
        if (reader.ReadByte() != Version)
        {
            return null;
        }

        List<(Series, ValueCounts)> measured = [];
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var (series, values) = ReadSeries(reader);
            if (Series.IsKnown(series.Stage, series.Lane))
            {
                measured.Add((series, values));
            }
        }

        return measured;
    }

    private static void Write(BinaryWriter writer, Series series, ValueCounts values)
    {
        writer.Write((byte)series.Stage);
        writer.Write((byte)series.Lane);
        writer.Write(series.EventType);
        writer.Write(series.Version);
        writer.Write7BitEncodedInt(values.Values.Length);
        var before = 0;
        foreach (var (microseconds, count) in values.Values)
        {
            writer.Write7BitEncodedInt(microseconds - before);
            writer.Write7BitEncodedInt(count);
            before = microseconds;
        }
    }

    private static (Series, ValueCounts) ReadSeries(BinaryReader reader)
    {
        var series = new Series((Stage)reader.ReadByte(), (Lane)reader.ReadByte(), reader.ReadString(), reader.ReadString());
        List<(int Microseconds, int Count)> values = [];
        var before = 0;
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var (microseconds, count) = (before + reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
            if (microseconds < before || microseconds > LatencyHistogram.HighestMicroseconds || count < 1)
            {
                throw new InvalidDataException("Values ascend, and each was measured.");
            }

            values.Add((microseconds, count));
            before = microseconds;
        }

        return (series, new ValueCounts([.. values]));
    }
}
