using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Platform.Contracts.Channels;
using Platform.Contracts.Names;
using Platform.Edge.Doors;
using Platform.ServiceDefaults.Security;
using StackExchange.Redis;

namespace Platform.Edge.Presence;

/// <summary>Who is on a channel, for clients that are not connected.</summary>
internal static class PresenceDoor
{
    private const int DefaultLimit = 1_000;
    private const int MaxLimit = 10_000;

    public static void MapPresence(this WebApplication app) => app.MapGet(Routes.Presence, GetAsync).RequireAuthorization();

    private static async Task<IResult> GetAsync(
        string channel, ClaimsPrincipal user, PresenceStore store, IOptionsMonitor<PresenceOptions> options, int limit = DefaultLimit)
    {
        if (!ChannelName.IsValid(channel) || limit is < 1 or > MaxLimit)
        {
            return Problem(400, ProblemTypes.InvalidRequest, "The request is not valid.", $"The channel is user:…, location:…, topic:… or broadcast; limit 1 to {MaxLimit}.");
        }

        if (!user.MayRead(channel))
        {
            return HistoryDoor.Forbidden(channel);
        }

        if (!options.CurrentValue.Covers(channel))
        {
            return Problem(404, ProblemTypes.NoPresence, "This channel does not keep presence.", $"Name it, or a pattern of it, in {PresenceOptions.SectionName}:Channels of the edge nodes.");
        }

        try
        {
            var (count, users) = await store.ReadAsync(channel, limit);
            return TypedResults.Json(new PresenceAnswer(count, [.. users.Select(each => new UserAnswer(each.User.Subject, each.User.Role, each.Connections))]));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return Problem(503, ProblemTypes.PresenceUnavailable, "Presence can't be read now.", "Redis does not answer; ask again in a few seconds.");
        }
    }

    private static IResult Problem(int status, string type, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title, type: type);

    private sealed record PresenceAnswer(
        [property: JsonPropertyName("count")] long Count, [property: JsonPropertyName("users")] IReadOnlyList<UserAnswer> Users);

    private sealed record UserAnswer(
        [property: JsonPropertyName("sub")] string Subject,
        [property: JsonPropertyName("role")] string Role,
        [property: JsonPropertyName("connections")] int Connections);
}
