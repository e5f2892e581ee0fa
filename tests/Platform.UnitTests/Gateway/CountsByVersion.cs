using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Platform.UnitTests.Gateway;

/// <summary>What one gateway counts by version of the edge; others of this process have meters of the same name.</summary>
internal sealed class CountsByVersion : IDisposable
{
    private const string Prefix = "platform.gateway.edge.";

    private readonly ConcurrentDictionary<(string Name, string Version), long> _sums = new();
    private readonly MeterListener _listener = new();

    public CountsByVersion(IMeterFactory gateway)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == gateway && instrument.Name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _sums.AddOrUpdate((instrument.Name[Prefix.Length..], (string)tags[0].Value!), value, (_, sum) => sum + value));
        _listener.Start();
    }

    public long this[string name, string version] => _sums.GetValueOrDefault((name, version));

    public void Dispose() => _listener.Dispose();
}
