using System.Net;
using Microsoft.Extensions.Options;

namespace Platform.Edge.Admission;

/// <summary>
/// This node's connections by user and by client address. By node is enough: it bounds what one client can cost each node, and
/// needs no word between them.
/// </summary>
internal sealed class ConnectionCounts(IOptionsMonitor<ConnectionOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<IPAddress, int> _addresses = [];

    /// <summary>Takes a place for a connection, or says which limit is reached. A place is given back with <see cref="Leave"/>.</summary>
    public string? TryEnter(string? user, IPAddress address)
    {
        var limits = options.CurrentValue;
        lock (_gate)
        {
            if (user is not null && _users.GetValueOrDefault(user) >= limits.MaxPerUser)
            {
                return $"The user has {limits.MaxPerUser} connections to this node, as many as one may.";
            }

            if (_addresses.GetValueOrDefault(address) >= limits.MaxPerAddress && !IPAddress.IsLoopback(address))
            {
                return $"The address has {limits.MaxPerAddress} connections to this node, as many as one may.";
            }

            Add(_users, user, 1);
            Add(_addresses, address, 1);
            return null;
        }
    }

    public void Leave(string? user, IPAddress address)
    {
        lock (_gate)
        {
            Add(_users, user, -1);
            Add(_addresses, address, -1);
        }
    }

    private static void Add<T>(Dictionary<T, int> counts, T? key, int change)
        where T : class
    {
        if (key is null)
        {
            return;
        }

        var count = counts.GetValueOrDefault(key) + change;
        if (count == 0)
        {
            counts.Remove(key);
        }
        else
        {
            counts[key] = count;
        }
    }
}
