using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Platform.ServiceDefaults.Health;

/// <summary>
/// What the service needs, and whether it is there. A service starts without its dependencies, is ready once all are up, and
/// writes one log line for each change.
/// </summary>
public sealed partial class Dependencies(ILogger<Dependencies> logger)
{
    private const string Unknown = "not connected yet";

    private readonly ConcurrentDictionary<string, string?> _waitingFor = new();
    private int _losses;

    /// <summary>What is not there, and why.</summary>
    public IReadOnlyDictionary<string, string> Missing =>
        _waitingFor.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value!);

    /// <summary>The service is about to stop: from now on it is not ready, whatever is there.</summary>
    public void Leave() => _waitingFor["its end"] = "it drains, and takes nothing new";

    /// <summary>Names a dependency that readiness waits for.</summary>
    public void Require(string name) => _waitingFor.TryAdd(name, Unknown);

    /// <summary>How often something was lost. Who looks whether a dependency is there remembers it before the look.</summary>
    public int Losses => Volatile.Read(ref _losses);

    /// <summary>The dependency was there in a look, which says nothing any more if something was lost since it began.</summary>
    public void Up(string name, int lossesBefore)
    {
        if (Losses == lossesBefore)
        {
            Up(name);
        }
    }

    /// <summary>The dependency is there.</summary>
    public void Up(string name)
    {
        if (!_waitingFor.TryGetValue(name, out var before) || before is not null)
        {
            _waitingFor[name] = null;
            LogUp(name);
        }
    }

    /// <summary>The dependency is not there.</summary>
    public void Down(string name, string why)
    {
        var isNews = !_waitingFor.TryGetValue(name, out var before) || before is null || before == Unknown;
        _waitingFor[name] = why;
        if (isNews)
        {
            Interlocked.Increment(ref _losses);
            LogDown(name, why);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Dependency} is there.")]
    private partial void LogUp(string dependency);

    [LoggerMessage(2, LogLevel.Warning, "Waiting for {Dependency}: {Why}")]
    private partial void LogDown(string dependency, string why);
}
