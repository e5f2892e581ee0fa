using Microsoft.Extensions.Options;

namespace Platform.Gateway.Canary;

/// <summary>
/// Leaves the destinations of one side to choose from: the new version's for the users within its share, the others' for the
/// rest. A side that has nobody ready has no users.
/// </summary>
internal sealed class CanaryShare(RequestDelegate next, IOptionsMonitor<CanaryOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (options.CurrentValue is { Edges: not [] } canary)
        {
            var proxy = context.GetReverseProxyFeature();
            var sides = proxy.AvailableDestinations.ToLookup(destination => destination.Version());
            if (sides.Count > 1)
            {
                proxy.AvailableDestinations = [.. sides[UserHash.PlaceOf(context) < canary.Percent ? EdgeVersion.Canary : EdgeVersion.Stable]];
            }
        }

        return next(context);
    }
}
