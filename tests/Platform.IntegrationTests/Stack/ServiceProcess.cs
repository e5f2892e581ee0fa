using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Platform.IntegrationTests.Stack;

/// <summary>One service as a process of its own, on a free port of this machine.</summary>
internal sealed class ServiceProcess(string project, string assembly, string name, string logs, IReadOnlyDictionary<string, string> settings)
    : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private Process? _process;

    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort()}");

    public int Id => _process!.Id;

    public void Start()
    {
        _process = Process.Start(Command([]))!;
        _ = CopyAsync(_process.StandardOutput);
        _ = CopyAsync(_process.StandardError);
    }

    /// <summary>The service's binary with its settings, to be started with further arguments.</summary>
    public ProcessStartInfo Command(string[] arguments)
    {
        var dll = Path.Combine(Metadata("Repository"), "services", project, "bin", Metadata("Configuration"), "net10.0", $"{assembly}.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", dll, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(dll),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        start.Environment["Service__Name"] = name;
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return start;
    }

    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var last = "no answer";
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(100, cancellationToken))
        {
            Assert.False(_process!.HasExited, $"{name} ended with {(_process.HasExited ? _process.ExitCode : 0)}; see {logs}/{name}.log");
            try
            {
                using var answer = await Http.GetAsync(new Uri(Url, "/health/ready"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                last = await answer.Content.ReadAsStringAsync(cancellationToken);
            }
            catch (HttpRequestException e)
            {
                last = e.Message;
            }
        }

        Assert.Fail($"{name} is not ready after 60 s: {last}");
    }

    /// <summary>Sends a signal by its name, such as TERM.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process!.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        _process = null;
    }

    private async Task CopyAsync(StreamReader output)
    {
        Directory.CreateDirectory(logs);
        await using var file = new StreamWriter(new FileStream(
            Path.Combine(logs, $"{name}.log"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite));
        while (await output.ReadLineAsync() is { } line)
        {
            await file.WriteLineAsync(line);
            await file.FlushAsync();
        }
    }

    private static string Metadata(string key) =>
        typeof(ServiceProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
