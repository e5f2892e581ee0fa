using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Contracts.Names;

namespace Platform.Load.Stock;

/// <summary>The way in over HTTP: each event is one message, and the answer comes when RabbitMQ has confirmed all of the request's.</summary>
internal static class StockIngest
{
    public static void MapStockIngest(this IEndpointRouteBuilder app) => app.MapPost(Routes.Events, async (HttpRequest request, IBus bus, CancellationToken stop) =>
    {
        var events = await ReadAsync(request, stop);
        var endpoint = await bus.GetSendEndpoint(StockQueue.Address);
        await endpoint.SendBatch(events, stop);
        return TypedResults.Accepted((string?)null, new { accepted = events.Count });
    });

    // One event, or an array.
    private static async Task<IReadOnlyList<StockEvent>> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(request.BodyReader, cancellationToken: stop);
        return body.ValueKind == JsonValueKind.Array ? body.Deserialize<StockEvent[]>()! : [body.Deserialize<StockEvent>()!];
    }
}
