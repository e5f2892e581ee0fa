using Platform.Client.Connection;
using Platform.Client.Latency;

namespace Platform.Client;

/// <summary>What a client went through.</summary>
/// <param name="State">Whether events can come.</param>
/// <param name="Connections">Connections so far.</param>
/// <param name="Events">Events that the app got.</param>
/// <param name="Duplicates">Events that were seen before, and dropped, on the channels that are listened to now.</param>
/// <param name="Holes">Times that something was missing and was asked for again.</param>
/// <param name="RoundTrip">To the node and back.</param>
/// <param name="EventLatency">From accepted to here, of events that came live.</param>
/// <param name="ClockOffsetMs">How far this machine's clock is behind the server's; taken out of the events' latency.</param>
/// <param name="ClockUncertaintyMs">How wrong that may be at most; <c>null</c> before the first answer.</param>
public sealed record ClientStats(
    ConnectionState State,
    long Connections,
    long Events,
    long Duplicates,
    long Holes,
    LatencySummary RoundTrip,
    LatencySummary EventLatency,
    double ClockOffsetMs,
    double? ClockUncertaintyMs);
