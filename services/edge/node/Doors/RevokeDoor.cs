using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;
using Platform.Contracts.Names;
using Platform.Contracts.Revocations;
using Platform.Edge.Revocations;
using Platform.ServiceDefaults.Security;
using Platform.ServiceDefaults.Security.Revocations;
using StackExchange.Redis;

namespace Platform.Edge.Doors;

/// <summary>Makes a user's tokens, or one token, worthless at once, on every node.</summary>
internal static class RevokeDoor
{
    private const int MaxLength = 256;

    public static void MapRevoke(this WebApplication app) => app.MapPost(Routes.Revoke, PostAsync).RequireAuthorization();

    private static async Task<IResult> PostAsync(
        HttpContext context, RevocationStore store, RevokedTokens revoked, IHubContext<NodeControl> nodes, TimeProvider clock, ILogger<NodeControl> logger)
    {
        if (!context.User.HasScope(Scopes.Admin))
        {
            return Forbidden();
        }

        if (await ReadAsync(context.Request, clock) is not { } revocation)
        {
            return Invalid();
        }

        try
        {
            await store.AddAsync(revocation);
            revoked.Add(revocation);
            await nodes.Clients.All.SendAsync(NodeControl.Revoke, revocation, context.RequestAborted);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return Unavailable();
        }

        RevokeLog.Revoked(logger, revocation.Claim, context.User.Subject());
        return TypedResults.Json(new RevokeAnswer(revocation.Claim, revocation.Value, revocation.At));
    }

    private static async Task<Revocation?> ReadAsync(HttpRequest request, TimeProvider clock)
    {
        try
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            return await JsonSerializer.DeserializeAsync<RevokeWish>(request.Body, cancellationToken: request.HttpContext.RequestAborted) switch
            {
                { Subject: { Length: > 0 and <= MaxLength } subject, TokenId: null } => new Revocation(Claims.Subject, subject, now),
                { Subject: null, TokenId: { Length: > 0 and <= MaxLength } id } => new Revocation(Claims.TokenId, id, now),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static IResult Invalid() => TypedResults.Problem(
        statusCode: StatusCodes.Status400BadRequest,
        type: ProblemTypes.InvalidRequest,
        title: "The request is not valid.",
        detail: $$"""Send {"sub": "…"} or {"jti": "…"}, one of them and nothing else, 1 to {{MaxLength}} characters.""");

    private static IResult Forbidden() => TypedResults.Problem(
        statusCode: StatusCodes.Status403Forbidden,
        type: ProblemTypes.Forbidden,
        title: "The token does not allow to revoke.",
        detail: $"Ask for a token with the scope '{Scopes.Admin}'.");

    private static IResult Unavailable() => TypedResults.Problem(
        statusCode: StatusCodes.Status503ServiceUnavailable,
        type: ProblemTypes.RevocationUnavailable,
        title: "The revocation may not have reached all nodes.",
        detail: "Redis does not answer. Send the same request again until it is answered with 200.");

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record RevokeWish
    {
        [JsonPropertyName(Claims.Subject)]
        public string? Subject { get; init; }

        [JsonPropertyName(Claims.TokenId)]
        public string? TokenId { get; init; }
    }

    private sealed record RevokeAnswer(
        [property: JsonPropertyName("claim")] string Claim,
        [property: JsonPropertyName("value")] string Value,
        [property: JsonPropertyName("revoked_at")] long RevokedAt);
}

internal static partial class RevokeLog
{
    // Whose tokens they are is not written: logs hold no personal data beyond who acted.
    [LoggerMessage(241, LogLevel.Information, "Tokens were revoked by {Claim}, as {Admin} asked.")]
    public static partial void Revoked(ILogger logger, string claim, string? admin);
}
