using System.Diagnostics;
using System.Text.Json;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Clients;

/// <summary>The Python client in a process of its own (clients/python).</summary>
internal sealed class PythonSubscriber : IDisposable
{
    private readonly Process _process;
    private readonly List<int> _events = [];
    private readonly List<string> _said = [];

    public PythonSubscriber(Uri gateway, string token, string channel)
    {
        _process = Start("clients/python/subscriber.py", gateway.ToString(), token, channel);
        _ = ReadAsync(_process.StandardOutput, _events, line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("data").GetInt32());
        _ = ReadAsync(_process.StandardError, _said, line => line);
    }

    /// <summary>The data of the events that came.</summary>
    public IReadOnlyList<int> Events => Copy(_events);

    /// <summary>What it said besides: lost connections, and what is gone for good.</summary>
    public IReadOnlyList<string> Said => Copy(_said);

    public static async Task<bool> IsInstalledAsync()
    {
        try
        {
            using var process = Start("-c", "import websockets");
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("python3", arguments)
    {
        WorkingDirectory = ServiceProcess.Repository,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task ReadAsync<T>(StreamReader from, List<T> list, Func<string, T> read)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            var item = read(line);
            lock (list)
            {
                list.Add(item);
            }
        }
    }

    private static List<T> Copy<T>(List<T> list)
    {
        lock (list)
        {
            return [.. list];
        }
    }
}
