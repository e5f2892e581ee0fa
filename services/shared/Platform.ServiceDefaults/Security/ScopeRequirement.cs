using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Names;

namespace Platform.ServiceDefaults.Security;

/// <summary>The doors that open to tokens with a scope only.</summary>
public static class ScopeRequirement
{
    /// <summary>Answers 401 without a valid token and 403 to one without the scope, both as problem+json.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoints, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter((context, next) =>
            Refusal(context.HttpContext, scope) is { } refusal ? ValueTask.FromResult<object?>(refusal) : next(context));

    private static ProblemHttpResult? Refusal(HttpContext http, string scope)
    {
        if (http.User.Identity is not { IsAuthenticated: true })
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return TypedResults.Problem(
                $"Send a bearer token with the scope '{scope}'; there was none, or it is expired or not ours.",
                statusCode: StatusCodes.Status401Unauthorized, title: "No valid token.", type: ProblemTypes.Unauthorized);
        }

        return http.User.HasScope(scope)
            ? null
            : TypedResults.Problem(
                $"The token lacks the scope '{scope}'.",
                statusCode: StatusCodes.Status403Forbidden, title: "Not allowed.", type: ProblemTypes.Forbidden);
    }
}
