using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.Tokens;
using Platform.Contracts.Names;
using Platform.Ingest.Doors;
using Platform.ServiceDefaults.Security;

namespace Platform.Ingest.Producers;

/// <summary>Says who publishes: by the key in <c>X-API-Key</c>, or else by a bearer token with the scope <c>publish</c>.</summary>
internal sealed class ProducerAuthentication(ApiKeyRing keys)
{
    public const string KeyHeader = "X-API-Key";

    /// <summary>The producer, or why there is none.</summary>
    public async ValueTask<(Producer? Producer, ProblemHttpResult? Refusal)> IdentifyAsync(HttpContext context) =>
        context.Request.Headers.TryGetValue(KeyHeader, out var key) ? ByKey(context, key.ToString()) : await ByTokenAsync(context);

    private (Producer?, ProblemHttpResult?) ByKey(HttpContext context, string key) =>
        keys.Find(key) is { } producer
            ? (producer, null)
            : (null, Problems.Unauthorized(context, $"The key in the header {KeyHeader} is not known. Ask the operators for one (option Ingest:ApiKeys)."));

    private static async ValueTask<(Producer?, ProblemHttpResult?)> ByTokenAsync(HttpContext context)
    {
        var token = await context.AuthenticateAsync();
        if (!token.Succeeded)
        {
            return (null, Problems.Unauthorized(context, WhyNot(token.Failure)));
        }

        return token.Principal.HasScope(Scopes.Publish)
            ? (Producer.Unlimited, null)
            : (null, Problems.Forbidden($"The token lacks the scope '{Scopes.Publish}'. Ask its issuer for one that has it."));
    }

    private static string WhyNot(Exception? failure) => failure switch
    {
        null => $"Send a key in the header {KeyHeader}, or a bearer token with the scope '{Scopes.Publish}'.",
        TokenRefusedException refused => refused.Message,
        SecurityTokenExpiredException => "The bearer token has expired. Get a new one and send the request again.",
        SecurityTokenInvalidAudienceException => "The bearer token is for another audience. Get one that names this platform's (option Auth:Audience).",
        SecurityTokenInvalidIssuerException => "The bearer token is from another issuer. Get one from the platform's own (option Auth:Issuer).",
        _ => "The bearer token is not valid. Get one that is signed by the platform's issuer.",
    };
}
