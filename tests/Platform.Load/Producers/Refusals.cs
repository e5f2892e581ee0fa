using System.Collections.Concurrent;

namespace Platform.Load.Producers;

/// <summary>What the doors of a run answered other than "accepted", each time. Over HTTP the same request is then sent again.</summary>
internal sealed class Refusals
{
    private readonly ConcurrentDictionary<string, long> _answers = [];

    /// <summary>How often, by answer: a status code, or what came instead of one.</summary>
    public IReadOnlyDictionary<string, long> Answers => new SortedDictionary<string, long>(_answers);

    public void Count(string answer) => _answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
}
