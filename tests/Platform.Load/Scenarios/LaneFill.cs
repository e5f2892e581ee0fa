using Platform.Contracts.Lanes;
using Platform.Load.Events;
using Platform.Load.Producers;
using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>Puts events into a lane that nobody reads, through one door, in the order of their numbers.</summary>
internal sealed class LaneFill(Target target, Lane lane, LoadEventWriter writer, RoundRobin events)
{
    private int _accepted;

    /// <summary>How many RabbitMQ has confirmed.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <exception cref="CannotRunException">RabbitMQ did not take them all.</exception>
    public async Task FillAsync(int total, int bundle, CancellationToken cancellationToken)
    {
        await using var door = await AmqpDoor.OpenAsync(target.RequireRabbitMqNodes(), AmqpAddress.Of(lane), "load publisher", new Refusals(), cancellationToken);
        for (var number = 0; number < total; number += bundle)
        {
            var sent = Enumerable.Range(number, Math.Min(bundle, total - number)).Select(each => events.EventOf(each, lane)).ToArray();
            await door.SendAsync(new Bundle(sent, writer.Write(sent, asArray: bundle > 1), Settled), cancellationToken);
        }

        await door.SettleAsync();
        if (Accepted != total)
        {
            throw new CannotRunException($"RabbitMQ took {Accepted:N0} of {total:N0} events; is its queue full?");
        }
    }

    private void Settled(Bundle bundle, Outcome outcome, string why)
    {
        if (outcome == Outcome.Accepted)
        {
            Interlocked.Add(ref _accepted, bundle.Events.Length);
        }
    }
}
