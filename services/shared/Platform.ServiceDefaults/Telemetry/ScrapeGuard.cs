using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Platform.Contracts.Names;

namespace Platform.ServiceDefaults.Telemetry;

/// <summary>Stands before the Prometheus page. It goes by the connection's own address, before any header changes it.</summary>
internal sealed class ScrapeGuard(RequestDelegate next, IOptionsMonitor<PrometheusOptions> options)
{
    private const string Bearer = "Bearer ";

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"),
        // What carriers and some clusters share among themselves.
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path != Routes.Prometheus)
        {
            return next(context);
        }

        var refusal = options.CurrentValue.Token is { } token
            ? HasToken(context.Request, token) ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized
            : IsPrivate(context.Connection.RemoteIpAddress) ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
        if (refusal == StatusCodes.Status200OK)
        {
            return next(context);
        }

        context.Response.StatusCode = refusal;
        return Task.CompletedTask;
    }

    internal static bool IsPrivate(IPAddress? address) =>
        // Without an address it is no network at all: a test, or a socket of this machine.
        address is null || Private.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    private static bool HasToken(HttpRequest request, string token)
    {
        var header = request.Headers[HeaderNames.Authorization].ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Bearer.Length..]), Encoding.UTF8.GetBytes(token));
    }
}
