namespace Platform.Edge.Connections;

/// <summary>A message on its way to a connection.</summary>
/// <param name="Bytes">As it goes on the wire.</param>
/// <param name="Events">How many events it holds; answers and the like hold none.</param>
/// <param name="Last">The offset at which its stream stands after it: of the last event, or of the last that a gap tells of.</param>
/// <param name="Holders">The connections that it waits for, where one array goes to many.</param>
internal readonly record struct OutgoingMessage(ReadOnlyMemory<byte> Bytes, int Events = 0, long Last = 0, Holders? Holders = null)
{
    /// <summary>It waits for one connection more; returns the bytes that the node holds more by that.</summary>
    public int Enter() => Holders is null || Holders.Add() ? Bytes.Length : 0;

    /// <summary>It waits for one connection less; returns the bytes that the node holds less.</summary>
    public int Leave() => Holders is null || Holders.Remove() ? Bytes.Length : 0;
}
