using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Platform.Gateway.Discovery;

namespace Platform.UnitTests.Gateway;

/// <summary>A DNS of the test's own.</summary>
internal sealed class FakeNames : INameLookup
{
    public ConcurrentDictionary<string, IPAddress[]> Hosts { get; } = new();

    /// <summary>Whether nothing can be resolved.</summary>
    public bool IsAway { get; set; }

    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) =>
        !IsAway && Hosts.TryGetValue(host, out var addresses) ? Task.FromResult(addresses) : throw new SocketException((int)SocketError.HostNotFound);
}
