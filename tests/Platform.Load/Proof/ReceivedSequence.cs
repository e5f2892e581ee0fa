namespace Platform.Load.Proof;

/// <summary>What came to one client of what one producer sent into one channel and lane.</summary>
internal sealed class ReceivedSequence
{
    private int _highest = -1;
    private List<int>? _late;

    /// <summary>Where nothing came.</summary>
    public static ReceivedSequence Nothing { get; } = new();

    /// <summary>What came.</summary>
    public Bitmap Numbers { get; } = new();

    /// <summary>What came after a later one.</summary>
    public IReadOnlyList<int> Late => _late ?? [];

    /// <summary>Enters an arrival; <c>false</c> if it was here before.</summary>
    public bool Add(int sequence)
    {
        if (!Numbers.Add(sequence))
        {
            return false;
        }

        if (sequence < _highest)
        {
            (_late ??= []).Add(sequence);
        }

        _highest = Math.Max(_highest, sequence);
        return true;
    }
}
