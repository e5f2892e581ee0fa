using System.IO.Hashing;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Platform.Contracts.Events;
using Platform.Contracts.Lanes;
using Platform.Publisher.Append;
using Platform.Publisher.Lanes;
using Platform.Publisher.Reading;
using RabbitMQ.Client.Exceptions;

namespace Platform.Publisher.Poison;

/// <summary>
/// Finds what publishers die of (guarantee 1). After a crash RabbitMQ delivers again all that was in hand, and counts the death
/// against each message of it. Here all of it is under suspicion first, and worked on together, since most crashes are nobody's
/// fault. Who dies of that leaves their names, and each of them is then worked on alone, from its reading to its ack: a death counts
/// against that one only. One that was died of so is tried event by event, so that an event does not take with it those that came in
/// the same message. It lives as long as a session.
/// </summary>
internal sealed partial class Trial(
    Lane lane, TrialRecord record, TrialGate gate, DeliveryReader reader, IOptionsMonitor<PublisherOptions> options, ILogger<Trial> logger)
{
    // As they were when this session met its first redelivered message: nobody else writes them while it reads the lane.
    private Dictionary<string, int>? _deaths;

    // What is on trial now.
    private string _suspect = "";

    /// <summary>Works on redelivered messages, in their order.</summary>
    /// <param name="unread">The messages as they were kept.</param>
    /// <param name="append">Appends one event by itself.</param>
    /// <param name="flush">Does the rest: appends what the messages still hold, sets aside, acks.</param>
    /// <param name="ended">The end of the session.</param>
    public async Task HoldAsync(
        IReadOnlyList<LaneMessage> unread, Func<Entry, Task> append, Func<IReadOnlyList<LaneMessage>, Task> flush, CancellationToken ended)
    {
        _deaths ??= await record.ReadAsync(lane, ended);
        var suspects = unread.Select(message => (Name: NameOf(message), Message: message)).ToList();
        for (var next = 0; next < suspects.Count;)
        {
            var unknown = suspects.Skip(next).TakeWhile(suspect => !_deaths.ContainsKey(suspect.Name)).ToList();
            if (unknown.Count > 0)
            {
                await HoldTogetherAsync([.. unknown.Select(suspect => suspect.Name)], [.. unknown.Select(suspect => suspect.Message)], flush, ended);
                next += unknown.Count;
            }
            else
            {
                await HoldAloneAsync(suspects[next].Name, suspects[next].Message, append, flush, ended);
                next++;
            }
        }
    }

    private async Task HoldTogetherAsync(
        List<string> names, List<LaneMessage> unread, Func<IReadOnlyList<LaneMessage>, Task> flush, CancellationToken ended)
    {
        try
        {
            await record.WriteAsync(lane, names.Select(name => KeyValuePair.Create(name, 0)), ended);
            await flush([.. unread.Select(message => reader.Read(lane, message))]);
        }
        catch (Exception e) when (ended.IsCancellationRequested || IsOurs(e))
        {
            await record.SendForgetAsync(lane, names);
            throw;
        }

        await record.SendForgetAsync(lane, names);
    }

    private async Task HoldAloneAsync(
        string name, LaneMessage unread, Func<Entry, Task> append, Func<IReadOnlyList<LaneMessage>, Task> flush, CancellationToken ended)
    {
        var deaths = DeathsOf(name);
        _suspect = name;
        using var alone = await gate.EnterAsync(ended);
        try
        {
            await flush([deaths < Limit
                ? await ReadAsync(unread, name, deaths, append, ended)
                : unread with { Unreadable = [new Unreadable(unread.Unread!.Body, Poison(deaths))] }]);
        }
        catch (Exception e) when (ended.IsCancellationRequested || IsOurs(e))
        {
            await record.SendAsync(lane, _suspect, DeathsOf(_suspect));
            throw;
        }

        await ForgetAsync(name);
    }

    private int Limit => options.CurrentValue.PoisonAfter;

    private async Task<LaneMessage> ReadAsync(LaneMessage unread, string name, int deaths, Func<Entry, Task> append, CancellationToken ended)
    {
        await record.WriteAsync(lane, [new(name, deaths + 1)], ended);
        var message = reader.Read(lane, unread);
        if (deaths == 0)
        {
            return message;
        }

        LogSuspect(lane.Name(), deaths, message.Entries.Count);
        return message.Entries.Count > 1 ? await TryEachAsync(message, name, append, ended) : message;
    }

    // Those that were appended before the last death are known by their ids.
    private async Task<LaneMessage> TryEachAsync(LaneMessage message, string name, Func<Entry, Task> append, CancellationToken ended)
    {
        List<Unreadable> poison = [];
        foreach (var entry in message.Entries)
        {
            var next = $"{name}:{entry.Index}";
            var deaths = DeathsOf(next);
            _deaths![next] = deaths;
            if (deaths < Limit)
            {
                await record.WriteAsync(lane, [new(_suspect, DeathsOf(_suspect)), new(next, deaths + 1)], ended);
                _suspect = next;
                await append(entry);
            }
            else
            {
                poison.Add(new Unreadable(DeliveryReader.EventAt(message.Unread!.Body, entry.Index), Poison(deaths)));
            }
        }

        return message with { Entries = [], Unreadable = [.. message.Unreadable, .. poison] };
    }

    private async Task ForgetAsync(string name)
    {
        List<string> mine = [name, .. _deaths!.Keys.Where(suspect => suspect.StartsWith(name, StringComparison.Ordinal))];
        mine.ForEach(suspect => _deaths.Remove(suspect));
        await record.SendForgetAsync(lane, mine);
    }

    private static string NameOf(LaneMessage message) => Convert.ToHexString(XxHash128.Hash(message.Unread!.Body.Span));

    private int DeathsOf(string suspect) => _deaths!.GetValueOrDefault(suspect);

    // The session ended, and not by what it worked on.
    private static bool IsOurs(Exception e) =>
        e is OperationCanceledException or FencedException or LaneSessionEndedException
            or RabbitMQClientException or ChannelClosedException or IOException or TimeoutException or ObjectDisposedException;

    private static EventError Poison(int deaths) =>
        new("poison", $"The publisher ended {deaths} times while it worked on this and on nothing else of its lane.");

    [LoggerMessage(130, LogLevel.Warning, "A publisher ended {Deaths} times while it worked on one message of the lane {Lane}; its {Count} events are tried one by one.")]
    private partial void LogSuspect(string lane, int deaths, int count);
}
