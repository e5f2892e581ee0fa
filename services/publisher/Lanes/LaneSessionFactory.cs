using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Publisher.Aggregation;
using Platform.Publisher.Append;
using Platform.Publisher.DeadLetters;
using Platform.Publisher.Pacing;
using Platform.Publisher.Poison;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Latency;
using Platform.ServiceDefaults.RabbitMq;

namespace Platform.Publisher.Lanes;

/// <summary>Opens a lane's sessions, each on a connection of its own: what stalls one lane never stalls another.</summary>
internal sealed class LaneSessionFactory(
    RabbitMqConnections rabbit,
    DeliveryReader reader,
    Appender appender,
    RedeliveryWatch redeliveries,
    TrialRecord trials,
    TrialGate trialGate,
    DeadLetterDoor deadLetters,
    LatencyRecorder latency,
    PublisherMetrics metrics,
    Markers markers,
    IOptionsMonitor<PublisherOptions> options,
    IOptionsMonitor<AggregationOptions> aggregation,
    IOptionsMonitor<PacingOptions> pacing,
    ILogger<LanePace> paceLogger,
    ILogger<Trial> trialLogger,
    TimeProvider clock)
{
    public async Task<LaneSession> OpenAsync(Lane lane, CancellationToken cancellationToken)
    {
        var connection = await rabbit.OpenAsync($"lane {lane.Name()}", cancellationToken);
        try
        {
            var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            var prefetch = options.CurrentValue.Lanes[lane].Prefetch;
            await channel.BasicQosAsync(0, prefetch, global: false, cancellationToken);
            var batches = new BatchTaker(lane, Knobs, clock);
            var aggregator = new Aggregator(lane, () => aggregation.CurrentValue, maxHeld: prefetch / 2);
            var pace = new LanePace(
                lane, markers[lane], number => markers.SendAsync(lane, number), pacing, new PaceLog(lane, metrics, clock, paceLogger), clock);
            var trial = new Trial(lane, trials, trialGate, reader, options, trialLogger);
            var acks = new AckWindow((ack, ended) => channel.BasicAckAsync(ack.DeliveryTag, ack.Multiple, ended), prefetch, Knobs, clock);
            redeliveries.Opens();
            var flow = new LaneFlow(
                lane, connection, channel, acks, batches, aggregator, appender, Knobs, redeliveries, trial, deadLetters, pace, latency, metrics, clock);
            return new LaneSession(lane, connection, channel, reader, flow);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        LaneOptions Knobs() => options.CurrentValue.Lanes[lane];
    }
}
