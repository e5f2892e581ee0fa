using Platform.Contracts.Names;

namespace Platform.Ingest.Doors;

internal static class EventsRoutes
{
    public static void MapEvents(this IEndpointRouteBuilder app) =>
        app.MapPost(Routes.Events, (HttpContext context, EventsDoor door) => door.PublishAsync(context));
}
