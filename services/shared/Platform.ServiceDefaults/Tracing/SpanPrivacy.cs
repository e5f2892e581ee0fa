using System.Diagnostics;
using OpenTelemetry;

namespace Platform.ServiceDefaults.Tracing;

/// <summary>
/// Takes out of each span what a request's address says: tokens come in queries (<c>access_token</c>), users and channels in paths
/// (<c>…/channels/user:42/history</c>). The route, without its values, stays. Guarantee: it stands before every exporter, so none ever sees them.
/// </summary>
internal sealed class SpanPrivacy : BaseProcessor<Activity>
{
    // By their present names, and by those that instrumentations gave them before.
    private static readonly string[] Addresses = ["url.path", "url.query", "url.full", "http.target", "http.url"];

    public override void OnEnd(Activity data)
    {
        foreach (var name in Addresses)
        {
            data.SetTag(name, null);
        }
    }
}
