using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.UnitTests.Images;

/// <summary>The program by which a container engine asks a service in its image.</summary>
public sealed class HealthcheckTests
{
    [Theory]
    [InlineData("200 OK", "{0}", 0)]
    [InlineData("200 OK", "{0};9464", 0)]
    [InlineData("503 Service Unavailable", "{0}", 1)]
    public async Task A_container_is_healthy_while_its_first_port_says_ready(string status, string ports, int code)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, status);

        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Equal(code, await CheckAsync(string.Format(CultureInfo.InvariantCulture, ports, port)));
        Assert.StartsWith("GET /health/ready ", await answering, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_in_which_nothing_listens_is_not_healthy()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Equal(1, await CheckAsync(port.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<string> AnswerAsync(TcpListener listener, string status)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var request = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 })
        {
        }

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n\r\n"), TestContext.Current.CancellationToken);
        return request!;
    }

    private static async Task<int> CheckAsync(string ports)
    {
        var start = new ProcessStartInfo("dotnet", Path.Combine(AppContext.BaseDirectory, "Platform.Health.dll"));
        start.Environment["ASPNETCORE_HTTP_PORTS"] = ports;
        using var check = Process.Start(start)!;
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        return check.ExitCode;
    }
}
