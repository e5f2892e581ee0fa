using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Platform.Contracts.Names;

namespace Platform.IntegrationTests.Stack;

/// <summary>One service as a process of its own, on a free port of this machine.</summary>
internal sealed partial class ServiceProcess(string project, string assembly, string name, string logs, IReadOnlyDictionary<string, string> settings)
    : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private Process? _process;

    /// <summary>The checkout that all of it was built from.</summary>
    public static string Repository => Metadata("Repository");

    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    public int Id => _process!.Id;

    /// <summary>What it takes of the machine's memory. Unit: bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    public void Start()
    {
        _process = Process.Start(Command([]))!;
        _ = CopyAsync(_process.StandardOutput);
        _ = CopyAsync(_process.StandardError);
    }

    /// <summary>The service's binary with its settings, to be started with further arguments.</summary>
    public ProcessStartInfo Command(string[] arguments)
    {
        var dll = Path.Combine(Repository, "services", project, "bin", Metadata("Configuration"), "net10.0", $"{assembly}.dll");
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

    /// <summary>What its page for Prometheus says of a metric, of all series that hold a label.</summary>
    public async Task<double> MetricAsync(string metric, string label = "")
    {
        var page = await Http.GetStringAsync(new Uri(Url, Routes.Prometheus));
        return page.Split('\n')
            .Where(line => line.StartsWith(metric + "{", StringComparison.Ordinal) || line.StartsWith(metric + " ", StringComparison.Ordinal))
            .Where(line => line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(Value().Match(line).Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until a metric has a value.</summary>
    public async Task WaitForMetricAsync(double value, string metric, string label = "")
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); await MetricAsync(metric, label) is var now && now != value; await Task.Delay(200))
        {
            Assert.True(DateTime.UtcNow < deadline, $"{metric} of {name} is {now}, not {value}.");
        }
    }

    /// <summary>What it has written, over all its lives.</summary>
    public async Task<string[]> LogAsync()
    {
        await using var file = new FileStream(Path.Combine(logs, $"{name}.log"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Waits until a text stands in as many lines of its log.</summary>
    public async Task WaitForLogAsync(string text, int times = 1)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(50))
        {
            var lines = await LogAsync();
            if (lines.Count(line => line.Contains(text, StringComparison.Ordinal)) >= times)
            {
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, $"{name} did not write '{text}' {times} times in 60 s:\n{string.Join('\n', lines.TakeLast(20))}");
        }
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

    // After the labels, before a time that may follow.
    [GeneratedRegex(@"(?:\}|^\S+) (\S+)")]
    private static partial Regex Value();
}
