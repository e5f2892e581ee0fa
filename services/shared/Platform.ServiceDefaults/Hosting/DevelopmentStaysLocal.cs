using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>
/// Development has doors that need no secret (<c>dev-key</c>, <c>/dev/token</c>, a well-known signing key). They may exist on
/// loopback only: on any other address the service does not start.
/// </summary>
internal sealed class DevelopmentStaysLocal(IHostEnvironment environment, IConfiguration configuration, IOptions<ServiceOptions> options)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment() && !options.Value.OnlyReachableFromLoopback
            && Addresses().FirstOrDefault(address => !IsLoopback(address)) is { } open)
        {
            throw new InvalidOperationException(
                $"The environment is Development, whose open doors must stay on this machine, but '{open}' is not a loopback address. "
                + "Listen on 127.0.0.1, or set ASPNETCORE_ENVIRONMENT=Production, or, where the address is published on loopback only, "
                + $"set {ServiceOptions.SectionName}__{nameof(ServiceOptions.OnlyReachableFromLoopback)}=true.");
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<string> Addresses() =>
        Split(configuration[WebHostDefaults.ServerUrlsKey])
            .Concat(Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"))
            .Concat(Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"))
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""));

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static bool IsLoopback(string address)
    {
        var host = BindingAddress(address);
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }

    private static string BindingAddress(string address) =>
        Uri.TryCreate(address.Replace("*", "any", StringComparison.Ordinal).Replace("+", "any", StringComparison.Ordinal), UriKind.Absolute, out var uri)
            ? uri.Host.Trim('[', ']')
            : address;
}
