using System.Buffers;
using System.Security.Claims;
using System.Text.Json;
using Platform.Contracts.Channels;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.Edge.History;
using Platform.Edge.Streams;
using Platform.Edge.Streams.Formats;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.Security;
using StackExchange.Redis;

namespace Platform.Edge.Doors;

/// <summary>What resume would give, for clients that are not connected.</summary>
internal static class HistoryDoor
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    // Of large events an answer holds fewer, so that nobody makes the node hold 1,000 of them at once.
    private const int MaxBytes = 1024 * 1024;

    public static void MapHistory(this WebApplication app) => app.MapGet(Routes.History, GetAsync).RequireAuthorization();

    private static async Task<IResult> GetAsync(
        string channel,
        ClaimsPrincipal user,
        ChannelHistory history,
        HistoryTurns turns,
        ResumePoint resume,
        TimeProvider clock,
        string priority = "normal",
        long after = 0,
        string? epoch = null,
        int limit = DefaultLimit)
    {
        if (!ChannelName.IsValid(channel) || !LaneNames.TryParse(priority, out var lane) || after < 0 || limit is < 1 or > MaxLimit)
        {
            return Invalid();
        }

        if (!user.MayRead(channel))
        {
            return Forbidden(channel);
        }

        try
        {
            var state = await history.OpenAsync(channel);
            var wish = Offsets.From(each => each == lane ? after : null);
            var start = await resume.FindAsync(channel, state, epoch ?? state.Epoch, wish);
            // Without an epoch it is a look at what there is: from the oldest event on that history still has.
            var from = start.IsRecovered || epoch is not null ? start.After[(int)lane] : after;
            return await WriteAsync(history, turns, channel, lane, state.Epoch, start.IsRecovered, from, limit, clock.NowMs());
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return Unavailable();
        }
    }

    private static async Task<IResult> WriteAsync(
        ChannelHistory history, HistoryTurns turns, string channel, Lane lane, string epoch, bool isRecovered, long after, int limit, double nowMs)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("epoch", epoch);
        json.WriteBoolean("recovered", isRecovered);
        json.WriteStartArray("events");
        var next = after;
        for (var isLast = false; !isLast && !IsFull();)
        {
            using var turn = await turns.TakeAsync();
            var page = await history.ReadAfterAsync(channel, lane, next);
            // Another epoch just began: what follows is not of the one that the answer names.
            foreach (var frame in page.Epoch == epoch ? page.Frames : [])
            {
                for (var offset = Math.Max(next + 1, frame.First); offset <= frame.Last && !IsFull(); offset++, limit--)
                {
                    json.WriteRawValue(JsonEvents.EncodeEvent(frame.Stored(offset).Span, offset, nowMs), skipInputValidation: true);
                    next = offset;
                }
            }

            isLast = page.IsLast || page.Epoch != epoch;
        }

        json.WriteEndArray();
        json.WriteNumber("next_offset", next);
        json.WriteEndObject();
        await json.FlushAsync();
        return TypedResults.Bytes(body.WrittenMemory, "application/json");

        bool IsFull() => limit == 0 || json.BytesCommitted + json.BytesPending >= MaxBytes;
    }

    private static IResult Invalid() => TypedResults.Problem(
        statusCode: StatusCodes.Status400BadRequest,
        type: ProblemTypes.InvalidRequest,
        title: "The request is not valid.",
        detail: $"The channel is user:…, location:…, topic:… or broadcast; priority critical, high or normal; after 0 or more; limit 1 to {MaxLimit}.");

    public static IResult Forbidden(string channel) => TypedResults.Problem(
        statusCode: StatusCodes.Status403Forbidden,
        type: ProblemTypes.Forbidden,
        title: "The token does not name this channel.",
        detail: $"Ask for a token whose '{Contracts.Names.Claims.Channels}' claim names '{channel}', or a pattern that does.");

    private static IResult Unavailable() => TypedResults.Problem(
        statusCode: StatusCodes.Status503ServiceUnavailable,
        type: ProblemTypes.HistoryUnavailable,
        title: "History can't be read now.",
        detail: "Redis does not answer; ask again in a few seconds.");
}
