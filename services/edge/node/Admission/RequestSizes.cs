using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Platform.Edge.Admission;

/// <summary>The bounds of one request, which the server keeps before any of our code runs: small and soon, or not at all.</summary>
internal sealed class RequestSizes : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        // It holds a browser's ?access_token=.
        kestrel.Limits.MaxRequestLineSize = 16 * 1024;
        // No door of a node takes more than a few words of JSON.
        kestrel.Limits.MaxRequestBodySize = 64 * 1024;
    }
}
