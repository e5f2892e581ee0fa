namespace Platform.Load.Capacity;

/// <summary>
/// Looks for the highest rate that passes: up by steps until one fails, then halves what lies between until that is small. A step that
/// fails is tried again, since a machine has moments; one that fails twice has failed.
/// </summary>
/// <param name="first">Where it begins.</param>
/// <param name="step">How much faster each step is, above 1.</param>
/// <param name="highest">Where it ends at the latest.</param>
internal sealed class StepSearch(double first, double step, double highest)
{
    // Closer than that two runs do not agree.
    private const double Close = 1.08;

    // Below that nobody looks.
    private readonly double _least = first / 4;
    private double _next = first;
    private double? _failed;
    private bool _isSecondAttempt;

    /// <summary>The highest rate that passed; 0 if none did.</summary>
    public double Passed { get; private set; }

    /// <summary>The rate to try; <c>null</c> when the search is over.</summary>
    public double? Next => IsOver ? null : _next;

    /// <summary>Whether the search ended at the highest rate that it may try: the capacity is that or more.</summary>
    public bool IsOpen => Passed >= highest;

    private bool IsOver => Passed >= highest || (_failed is { } failed && failed <= Math.Max(Passed, _least) * Close);

    /// <summary>Tells what became of <see cref="Next"/>.</summary>
    public void Report(bool hasPassed)
    {
        if (!hasPassed && !_isSecondAttempt)
        {
            _isSecondAttempt = true;
            return;
        }

        _isSecondAttempt = false;
        if (hasPassed)
        {
            Passed = _next;
        }
        else
        {
            _failed = _next;
        }

        // Nothing passed yet: below the first there may be something.
        _next = _failed is { } failed ? (Passed > 0 ? (Passed + failed) / 2 : failed / 2) : Math.Min(highest, _next * step);
    }
}
