using Platform.Contracts.Events;

namespace Platform.Ingest.Intake;

/// <summary>What is wrong with a request's events. All are counted, the first hundred are named.</summary>
internal sealed class EventFaults
{
    private const int MostListed = 100;

    private readonly List<EventFault> _listed = [];

    public int Count { get; private set; }

    public bool AnyTooLarge { get; private set; }

    public IReadOnlyList<EventFault> Listed => _listed;

    public void Add(int index, EventError error)
    {
        Count++;
        AnyTooLarge |= error.Code == EventError.TooLargeCode;
        if (_listed.Count < MostListed)
        {
            _listed.Add(new EventFault(index, error.Code, error.Message));
        }
    }
}

/// <summary>What is wrong with the event at that place in the request.</summary>
internal sealed record EventFault(int Index, string Code, string Message);
