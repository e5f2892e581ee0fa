using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.Contracts.Revocations;

namespace Platform.ServiceDefaults.Security.Revocations;

/// <summary>
/// All that is revoked, in this instance's memory: the doors, and an edge node's watch over its connections, look here, and wait for nobody.
/// </summary>
public sealed class RevokedTokens : ITokenRule
{
    // The clocks of nodes, and of who signs tokens, are not quite the same.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, long> _subjects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private int _version;

    internal RevokedTokens(IOptions<AuthOptions> options, TimeProvider clock) =>
        (KeptFor, _clock) = (TimeSpan.FromHours(options.Value.MaxTokenLifetimeHours) + Slack, clock);

    /// <summary>For how long a revocation must be remembered: then every token that was issued before it has ended.</summary>
    public TimeSpan KeptFor { get; }

    /// <summary>Another number after each revocation that was not known before.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>What is known.</summary>
    public IEnumerable<Revocation> All =>
        _subjects.Select(each => new Revocation(Claims.Subject, each.Key, each.Value))
            .Concat(_ids.Select(each => new Revocation(Claims.TokenId, each.Key, each.Value)));

    /// <summary>Learns of a revocation, in any order and as often as it comes.</summary>
    public void Add(Revocation revocation)
    {
        var all = revocation.Claim == Claims.Subject ? _subjects : _ids;
        if (!all.TryGetValue(revocation.Value, out var at) || at < revocation.At)
        {
            all.AddOrUpdate(revocation.Value, revocation.At, (_, known) => Math.Max(known, revocation.At));
            Interlocked.Increment(ref _version);
        }
    }

    /// <summary>Whether the token is among them.</summary>
    public bool Contains(AccessToken token) =>
        (token.Id is { } id && _ids.ContainsKey(id))
        || (token.Subject is { } subject
            && _subjects.TryGetValue(subject, out var at)
            && (token.IssuedAt is not { } issued || issued.ToUnixTimeMilliseconds() <= at));

    string? ITokenRule.Refuse(AccessToken token) => Contains(token) ? "The token was revoked. Ask for a new one." : null;

    /// <summary>Forgets what no living token can need: every token that was issued before has ended by now.</summary>
    public void Forget()
    {
        var oldest = (_clock.GetUtcNow() - KeptFor).ToUnixTimeMilliseconds();
        foreach (var all in (ConcurrentDictionary<string, long>[])[_subjects, _ids])
        {
            foreach (var each in all.Where(each => each.Value < oldest))
            {
                all.TryRemove(each);
            }
        }
    }
}
