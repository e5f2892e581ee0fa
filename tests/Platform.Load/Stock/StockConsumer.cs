using MassTransit;
using Microsoft.AspNetCore.SignalR;
using Platform.Contracts.Hub;

namespace Platform.Load.Stock;

/// <summary>A consumer an event, as the documentation has it: the message goes to its group, and is acked when Redis has it.</summary>
internal sealed class StockConsumer(IHubContext<StockHub> hub) : IConsumer<StockEvent>
{
    // The platform's frames hold a list of events, so that the same client reads both.
    public Task Consume(ConsumeContext<StockEvent> context) =>
        hub.Clients.Group(context.Message.Channel).SendAsync(HubMethods.Events, new[] { context.Message }, context.CancellationToken);
}
