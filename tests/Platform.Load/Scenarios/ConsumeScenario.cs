using Platform.Load.Measurements;
using Platform.Load.Reading;
using Platform.Load.Reports;

namespace Platform.Load.Scenarios;

/// <summary>Reads the same number of messages in several ways, one after the other in each round.</summary>
internal sealed class ConsumeScenario(ConsumePlan plan, Phases phases)
{
    // Compiling is not what reading costs.
    private const int WarmUp = 0;

    private readonly RunClock _clock = new();

    public async Task<ConsumeReport> RunAsync(CancellationToken stop)
    {
        var readers = Readers.On(plan.Broker);
        var costs = readers.ToDictionary(reader => reader, _ => new List<ReadingCost>());
        for (var round = WarmUp; round <= plan.Rounds; round++)
        {
            foreach (var reader in readers)
            {
                var cost = await ReadAsync(reader, round == WarmUp ? "warm up" : $"round {round}", stop);
                if (round != WarmUp)
                {
                    costs[reader].Add(cost);
                }
            }
        }

        return new ConsumeReport([.. readers.Select(reader => ReaderCost.MedianOf(reader.Name, costs[reader]))]);
    }

    // What one reader did not ack is handed out again: each reading has a queue of its own.
    private async Task<ReadingCost> ReadAsync(ILaneReader reader, string round, CancellationToken stop)
    {
        await using var lane = await OwnLane.OpenAsync(plan.Broker, stop);
        await phases.RunAsync($"{round}: fill", lane.FillAsync(plan.Messages, stop));
        // What filling left on the heap is not the reader's.
        GC.Collect();
        var meter = new ReadingMeter(plan.Messages, _clock);
        await phases.RunAsync($"{round}: {reader.Name}", reader.ReadAsync(lane.Queue, meter, stop), () => (meter.Read, plan.Messages));
        return await meter.Done;
    }
}
