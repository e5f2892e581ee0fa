using System.IO.Compression;
using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;
using Platform.Metrics.Window;

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

    /// <summary>Reads it; a minute that another version wrote is left out.</summary>
    public static IReadOnlyList<(Series Series, ValueCounts Values)> Read(byte[] minute)
    {
        using var reader = new BinaryReader(new DeflateStream(new MemoryStream(minute), CompressionMode.Decompress));
        if (reader.ReadByte() != Version)
        {
            return [];
        }

        var measured = new (Series, ValueCounts)[reader.Read7BitEncodedInt()];
        for (var i = 0; i < measured.Length; i++)
        {
            measured[i] = ReadSeries(reader);
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
        var values = new (int Microseconds, int Count)[reader.Read7BitEncodedInt()];
        var before = 0;
        for (var i = 0; i < values.Length; i++)
        {
            before += reader.Read7BitEncodedInt();
            values[i] = (before, reader.Read7BitEncodedInt());
        }

        return (series, new ValueCounts(values));
    }
}
