using MassTransit;

namespace Platform.Load.Reading;

/// <summary>The readers that are compared.</summary>
internal static class Readers
{
    // As the seed asks of a batch: 50 events or 10 ms.
    private const int BatchSize = 50;
    private static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(10);

    // Of 1, 16, 100 and 500 none costs less CPU; with work to wait for, many is what one chooses.
    private const int Concurrency = 100;

    /// <summary>The first is the one that the others are compared with.</summary>
    public static IReadOnlyList<ILaneReader> On(Uri broker) =>
    [
        new ClientReader(broker),
        new MassTransitReader<EventConsumer>("MassTransit, a consumer an event", broker, Concurrency, _ => { }),
        new MassTransitReader<EventBatchConsumer>(
            $"MassTransit, batches of {BatchSize}",
            broker,
            ClientReader.Prefetch,
            consumer => consumer.Options<BatchOptions>(options => options
                .SetMessageLimit(BatchSize).SetTimeLimit(BatchWindow).SetConcurrencyLimit(ClientReader.Prefetch / BatchSize))),
    ];
}
