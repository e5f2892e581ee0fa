using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Security;

namespace Platform.Edge.Revocations;

/// <summary>
/// All that is revoked, in this node's memory: the door and the watch over the connections look here, and never wait for Redis.
/// </summary>
internal sealed class RevokedTokens(IOptions<AuthOptions> options, TimeProvider clock) : ITokenRule
{
    private readonly ConcurrentDictionary<string, long> _subjects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _ids = new(StringComparer.Ordinal);

    public IEnumerable<Revocation> All =>
        _subjects.Select(each => new Revocation(Claims.Subject, each.Key, each.Value))
            .Concat(_ids.Select(each => new Revocation(Claims.TokenId, each.Key, each.Value)));

    /// <summary>Learns of a revocation, in any order and as often as it comes.</summary>
    public void Add(Revocation revocation) =>
        (revocation.Claim == Claims.Subject ? _subjects : _ids)
            .AddOrUpdate(revocation.Value, revocation.At, (_, known) => Math.Max(known, revocation.At));

    public bool Contains(AccessToken token) =>
        (token.Id is { } id && _ids.ContainsKey(id))
        || (token.Subject is { } subject
            && _subjects.TryGetValue(subject, out var at)
            && (token.IssuedAt is not { } issued || issued.ToUnixTimeMilliseconds() <= at));

    string? ITokenRule.Refuse(AccessToken token) => Contains(token) ? "The token was revoked. Ask for a new one." : null;

    /// <summary>Forgets what no living token can need: every token that was issued before has ended by now.</summary>
    public void Forget()
    {
        var oldest = (clock.GetUtcNow() - Revocation.KeptFor(options.Value)).ToUnixTimeMilliseconds();
        foreach (var all in (ConcurrentDictionary<string, long>[])[_subjects, _ids])
        {
            foreach (var each in all.Where(each => each.Value < oldest))
            {
                all.TryRemove(each);
            }
        }
    }
}
