using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Platform.Gateway.Discovery;

/// <summary>
/// Where each name is, by the newest answer. Guarantee: a name that can't be resolved for a while keeps its addresses, so that an
/// outage of DNS costs no connection; who is really gone is found by the probes.
/// </summary>
internal sealed partial class KnownAddresses(INameLookup names, TimeProvider clock, ILogger<KnownAddresses> logger)
{
    // The first answer is waited for at the start.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The addresses in a stable order; none if the name was never resolved.</summary>
    public async Task<IReadOnlyList<IPAddress>> OfAsync(string host, CancellationToken cancellationToken)
    {
        var before = _answers.GetValueOrDefault(host, Answer.None);
        var now = await AskAsync(host, before, cancellationToken);
        _answers[host] = now;
        if (now.Failure is { } failure && failure != before.Failure)
        {
            LogFailed(host, failure);
        }
        else if (!now.Addresses.SequenceEqual(before.Addresses))
        {
            LogMoved(host, string.Join(", ", now.Addresses));
        }

        return now.Addresses;
    }

    private async Task<Answer> AskAsync(string host, Answer before, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            var addresses = await names.FindAsync(host, either.Token).WaitAsync(either.Token);
            return addresses is []
                ? before with { Failure = "it has no address" }
                : new Answer([.. addresses.Distinct().OrderBy(address => address.ToString(), StringComparer.Ordinal)], null);
        }
        catch (SocketException e)
        {
            return before with { Failure = e.Message };
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            return before with { Failure = $"no answer within {Patience.TotalSeconds:0} s" };
        }
    }

    [LoggerMessage(530, LogLevel.Information, "{Host} is at {Addresses}.")]
    private partial void LogMoved(string host, string addresses);

    [LoggerMessage(531, LogLevel.Warning, "{Host} can't be resolved ({Why}); its former addresses stay.")]
    private partial void LogFailed(string host, string why);

    private sealed record Answer(IReadOnlyList<IPAddress> Addresses, string? Failure)
    {
        public static Answer None { get; } = new([], null);
    }
}
