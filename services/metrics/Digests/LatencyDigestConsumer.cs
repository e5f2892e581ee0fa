using MassTransit;
using Platform.Contracts.Latency;
using Platform.Metrics.Journal;
using Platform.ServiceDefaults.Latency;
using StackExchange.Redis;

namespace Platform.Metrics.Digests;

/// <summary>Writes the services' digests down, by the time of their arrival: no two machines' clocks agree.</summary>
internal sealed class LatencyDigestConsumer(DigestJournal journal, DigestIntake intake, TimeProvider clock) : IConsumer<LatencyDigest>
{
    public async Task Consume(ConsumeContext<LatencyDigest> context)
    {
        var id = context.MessageId ?? Guid.NewGuid();
        try
        {
            await journal.AppendAsync(id, context.Message, clock.NowMs());
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            intake.TakeUnwritten(id, context.Message);
        }
    }
}
