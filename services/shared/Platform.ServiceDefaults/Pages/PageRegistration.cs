using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;

namespace Platform.ServiceDefaults.Pages;

/// <summary>Serves a service's page: plain files below its <c>wwwroot</c>, for browsers that come through the gateway.</summary>
public static class PageRegistration
{
    // Nothing but what this origin serves may run, be shown or be spoken to: a token in the page has nowhere to go.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // What others made stands in a folder that names its version, so it never changes.
    private const string Vendor = "/vendor/";
    private const string Forever = "public, max-age=31536000, immutable";

    // Ours is asked for each time, and answered 304 while it is the same: no page ever mixes two releases.
    private const string AskFirst = "no-cache";

    /// <summary>
    /// The page at <paramref name="path"/> is <c>index.html</c> in the folder of that name. There is no redirect to a path with a
    /// slash: behind a gateway a service can't name its own address.
    /// </summary>
    public static WebApplication UsePage(this WebApplication app, string path)
    {
        var page = new PathString(path.TrimEnd('/'));
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(page, out var rest) && rest.Value is "" or "/")
            {
                context.Request.Path = page + "/index.html";
            }

            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = AddHeaders });
        return app;
    }

    private static void AddHeaders(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        var isVendor = file.Context.Request.Path.Value!.Contains(Vendor, StringComparison.Ordinal);
        headers.CacheControl = isVendor ? Forever : AskFirst;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
