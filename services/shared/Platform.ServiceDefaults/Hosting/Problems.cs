using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Platform.Contracts.Names;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>Gives answers without a body, such as the 401 of an expired token, the form of problem+json with a stable type.</summary>
internal static class Problems
{
    public static IServiceCollection AddProblems(this IServiceCollection services) => services.AddProblemDetails(options =>
        options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            if (problem.Type?.StartsWith("urn:", StringComparison.Ordinal) is true)
            {
                return;
            }

            (problem.Type, var advice) = problem.Status switch
            {
                StatusCodes.Status400BadRequest => (ProblemTypes.InvalidRequest, null),
                StatusCodes.Status401Unauthorized => (ProblemTypes.Unauthorized, Unauthorized(context.HttpContext)),
                StatusCodes.Status403Forbidden => (ProblemTypes.Forbidden, "The token or key is valid, but does not allow this."),
                StatusCodes.Status404NotFound => (ProblemTypes.NotFound, "There is nothing at this path; docs/protocol.md lists the doors."),
                StatusCodes.Status405MethodNotAllowed => (ProblemTypes.InvalidRequest, $"This path takes {context.HttpContext.Response.Headers.Allow}."),
                StatusCodes.Status413PayloadTooLarge => (ProblemTypes.TooLarge, "Send less in one request."),
                StatusCodes.Status415UnsupportedMediaType => (ProblemTypes.UnsupportedMediaType, null),
                StatusCodes.Status429TooManyRequests => (ProblemTypes.TooManyRequests, "Wait as long as Retry-After says, then send it again."),
                _ => (problem.Type, null),
            };
            problem.Detail ??= advice;
        });

    // The check of the token says in WWW-Authenticate what is wrong with it.
    private static string Unauthorized(HttpContext context) =>
        context.Response.Headers[HeaderNames.WWWAuthenticate].ToString() is { } challenge
        && challenge.Split("error_description=\"") is [_, var description]
            ? $"Send a valid token: {description.TrimEnd('"')}"
            : "Send a valid token as 'Authorization: Bearer …', or on the hub as '?access_token=…'.";
}
