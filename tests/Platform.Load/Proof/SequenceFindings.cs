namespace Platform.Load.Proof;

/// <summary>How a client's arrivals differ from what one producer sent into one channel and lane.</summary>
/// <param name="Owed">How many were accepted.</param>
/// <param name="Missing">How many of these did not come.</param>
/// <param name="MissingNumbers">Which ones.</param>
/// <param name="Disordered">Which came after a later one.</param>
/// <param name="Unexpected">Which came that should not have.</param>
internal sealed record SequenceFindings(
    int Owed, int Missing, IEnumerable<int> MissingNumbers, IReadOnlyList<int> Disordered, IReadOnlyList<int> Unexpected);
