namespace Platform.Load.Drill;

/// <summary>Which faults are done, in which order, to which instance. With a seed the same each time.</summary>
internal static class FaultOrder
{
    /// <summary>Each once, to the first instance.</summary>
    public static IEnumerable<DrillFault> OneByOne(IReadOnlyList<FaultCatalog> faults, IReadOnlyList<string> processes) =>
        faults.Select(fault => fault.On(processes, instance: 0));

    /// <summary>Without an end.</summary>
    public static IEnumerable<DrillFault> Random(IReadOnlyList<FaultCatalog> faults, IReadOnlyList<string> processes, int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            yield return faults[random.Next(faults.Count)].On(processes, random.Next(1 << 20));
        }
    }
}
