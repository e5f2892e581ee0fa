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
    // As they were when this session met its first redelivered message: nobody else reads the lane. (One that was frozen, and does not know
    // yet that it is not the reader any more, may take back what its successor wrote; then deaths are counted anew.)
    private Dictionary<string, int>? _deaths;

    // What is on trial now.
    private string _suspect = "";

    /// <summary>Works on redelivered messages, in their order.</summary>
    /// <param name="unread">The messages as they were kept.</param>
    /// <param name="append">Appends one event by itself, of a message that is tried event by event.</param>
    /// <param name="flush">Does the rest: appends what the messages still hold, sets aside, acks.</param>
    /// <param name="ended">The end of the session.</param>
    public async Task HoldAsync(
        IReadOnlyList<LaneMessage> unread, Func<Entry, Task> append, Func<IReadOnlyList<LaneMessage>, Task> flush, CancellationToken ended)
    {
        _deaths ??= await record.ReadAsync(lane, ended);
        for (var suspects = unread.Select(message => new Suspect(message)).ToList(); suspects.Count > 0;)
        {
            var unknown = suspects.TakeWhile(suspect => !_deaths.ContainsKey(suspect.Name)).ToList();
            if (unknown.Count > 0)
            {
                await HoldTogetherAsync(unknown, flush, ended);
            }
            else
            {
                await HoldAloneAsync(suspects[0], append, flush, ended);
            }

            suspects.RemoveRange(0, Math.Max(1, unknown.Count));
        }
    }

    // After an orderly end nobody is under suspicion. One that is fenced must not take back what its successor has written by now.
    private async Task HoldTogetherAsync(List<Suspect> suspects, Func<IReadOnlyList<LaneMessage>, Task> flush, CancellationToken ended)
    {
        List<string> names = [.. suspects.Select(suspect => suspect.Name)];
        try
        {
            await record.WriteAsync(lane, names.Select(name => KeyValuePair.Create(name, TrialRecord.InHand)), ended);
            await flush([.. suspects.Select(suspect => reader.Read(lane, suspect.Unread))]);
        }
        catch (Exception e) when (e is not FencedException && (ended.IsCancellationRequested || IsOurs(e)))
        {
            await record.SendForgetAsync(lane, names);
            throw;
        }

        await record.SendForgetAsync(lane, names);
    }

    private async Task HoldAloneAsync(
        Suspect suspect, Func<Entry, Task> append, Func<IReadOnlyList<LaneMessage>, Task> flush, CancellationToken ended)
    {
        var (name, unread, deaths) = (suspect.Name, suspect.Unread, DeathsOf(suspect.Name));
        _suspect = name;
        using var alone = deaths > 0 ? await gate.EnterAsync(ended) : null;
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

        await ForgetAsync(name, wasTriedByEvent: deaths > 0);
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

    private async Task ForgetAsync(string name, bool wasTriedByEvent)
    {
        List<string> mine = wasTriedByEvent ? [.. _deaths!.Keys.Where(suspect => suspect.StartsWith(name, StringComparison.Ordinal))] : [name];
        mine.ForEach(suspect => _deaths!.Remove(suspect));
        await record.SendForgetAsync(lane, mine);
    }

    private int DeathsOf(string suspect) => _deaths!.GetValueOrDefault(suspect);

    // The session ended, and not by what it worked on.
    private static bool IsOurs(Exception e) =>
        e is OperationCanceledException or FencedException or LaneSessionEndedException
            or RabbitMQClientException or ChannelClosedException or IOException or TimeoutException or ObjectDisposedException;

    private static EventError Poison(int deaths) =>
        new("poison", $"The publisher ended {deaths} times while it worked on this and on nothing else of its lane.");

    [LoggerMessage(130, LogLevel.Warning, "A publisher ended {Deaths} times while it worked on one message of the lane {Lane}; its {Count} events are tried one by one.")]
    private partial void LogSuspect(string lane, int deaths, int count);

    // Known by a hash of its bytes: one with the same bytes would do the same.
    private sealed record Suspect(LaneMessage Unread)
    {
        public string Name { get; } = Convert.ToHexString(XxHash128.Hash(Unread.Unread!.Body.Span));
    }
}
