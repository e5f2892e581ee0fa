using MassTransit;
using Platform.Load.Measurements;

namespace Platform.Load.Reading;

/// <summary>A consumer an event.</summary>
internal sealed class EventConsumer(ReadingMeter meter) : IConsumer<ReadEvent>
{
    public Task Consume(ConsumeContext<ReadEvent> context)
    {
        meter.Took(1);
        return Task.CompletedTask;
    }
}

/// <summary>A consumer of batches of events.</summary>
internal sealed class EventBatchConsumer(ReadingMeter meter) : IConsumer<Batch<ReadEvent>>
{
    public Task Consume(ConsumeContext<Batch<ReadEvent>> context)
    {
        meter.Took(context.Message.Length);
        return Task.CompletedTask;
    }
}
