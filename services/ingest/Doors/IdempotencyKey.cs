using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Events;

namespace Platform.Ingest.Doors;

/// <summary>The header <c>Idempotency-Key: K</c>, from which events without an id get the ids <c>K:index</c>.</summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";

    // With ':' and the index it must still be an id.
    private const int MaxLength = 100;

    public static bool TryRead(HttpRequest request, out string? key, [NotNullWhen(false)] out ProblemHttpResult? refusal)
    {
        key = request.Headers.TryGetValue(Header, out var value) ? value.ToString() : null;
        refusal = key is null || (key.Length <= MaxLength && EventRules.IsIdentifier(key))
            ? null
            : Problems.InvalidRequest($"The header {Header} must have 1 to {MaxLength} printable characters.");
        return refusal is null;
    }
}
