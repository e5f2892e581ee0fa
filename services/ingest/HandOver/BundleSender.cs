using MassTransit;
using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.RabbitMq;
using PublishException = RabbitMQ.Client.Exceptions.PublishException;

namespace Platform.Ingest.HandOver;

/// <summary>Sends bundles through MassTransit and says what became of them; "confirmed" is RabbitMQ's own word.</summary>
internal sealed partial class BundleSender
{
    // The exchange as Topology declares it: MassTransit declares it again with what it reads here.
    private static readonly Uri Address = new($"exchange:{Topology.Events}?type=direct&durable=true&alternateexchange={Topology.Dead}");

    private readonly IBus _bus;
    private readonly BrokerWatch _broker;
    private readonly IngestMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<BundleSender> _logger;
    private readonly TimeSpan _patience;
    private readonly BundlePipe _pipe = new();
    private long _lastWarning;

    public BundleSender(
        IBus bus, BrokerWatch broker, IngestMetrics metrics, IOptions<IngestOptions> options, TimeProvider clock, ILogger<BundleSender> logger)
    {
        (_bus, _broker, _metrics, _clock, _logger) = (bus, broker, metrics, clock, logger);
        _patience = TimeSpan.FromMilliseconds(options.Value.ConfirmTimeoutMs);
        bus.ConnectSendObserver(new NeverRepeat());
    }

    /// <summary>Sends the bundle, once. It does not throw.</summary>
    public async Task<Outcome> SendAsync(Bundle bundle)
    {
        var outcome = _broker.IsUp ? await TrySendAsync(bundle) : Outcome.Away;
        _metrics.Sent(bundle, outcome);
        return outcome;
    }

    private async Task<Outcome> TrySendAsync(Bundle bundle)
    {
        // MassTransit waits for its connection as long as it takes; a producer does not.
        using var patience = new CancellationTokenSource(_patience, _clock);
        try
        {
            var endpoint = await _bus.GetSendEndpoint(Address);
            await endpoint.Send(bundle, _pipe, patience.Token);
            return Outcome.Confirmed;
        }
        catch (Exception e)
        {
            var (outcome, why) = e.GetBaseException() switch
            {
                PublishException { IsReturn: false } => (Outcome.Refused, "RabbitMQ refused it; the lane's queue is full, or has no leader"),
                OperationCanceledException => (Outcome.Unknown, $"no answer came within {_patience.TotalMilliseconds} ms"),
                var cause => (Outcome.Unknown, cause.Message),
            };
            Warn(bundle, why);
            return outcome;
        }
    }

    // One line a second: when one bundle fails, all do.
    private void Warn(Bundle bundle, string why)
    {
        var last = Interlocked.Read(ref _lastWarning);
        if ((last == 0 || _clock.GetElapsedTime(last) > TimeSpan.FromSeconds(1))
            && Interlocked.CompareExchange(ref _lastWarning, _clock.GetTimestamp(), last) == last)
        {
            LogNotConfirmed(bundle.Count, bundle.Lane.Name(), why);
        }
    }

    [LoggerMessage(1000, LogLevel.Warning, "A bundle of {Count} events for the lane {Lane} was not confirmed: {Why}. Its producers were told to send it again.")]
    private partial void LogNotConfirmed(int count, string lane, string why);
}
