using System.Diagnostics;
using System.Text.Json;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Resume;

/// <summary>The official JavaScript client in a process of its own (tests/node).</summary>
internal sealed class NodeSubscriber : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _events = [];
    private readonly List<string> _troubles = [];
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeSubscriber(Process process)
    {
        _process = process;
        _ = ReadAsync();
    }

    public static bool IsInstalled => Directory.Exists(Path.Combine(Folder, "node_modules", "@microsoft", "signalr"));

    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Holes, gaps, and subscriptions that did not recover.</summary>
    public IReadOnlyList<string> Troubles
    {
        get
        {
            lock (_events)
            {
                return [.. _troubles];
            }
        }
    }

    private static string Folder => Path.Combine(ServiceProcess.Repository, "tests", "node");

    public static async Task<NodeSubscriber> StartAsync(Uri gateway, string token, string channel)
    {
        var start = new ProcessStartInfo("node", ["subscriber.js", gateway.ToString(), token, channel])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
        };
        var subscriber = new NodeSubscriber(Process.Start(start)!);
        await subscriber._subscribed.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return subscriber;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            lock (_events)
            {
                if (json.RootElement.TryGetProperty("event", out var id))
                {
                    _events.Add(id.GetString()!);
                }
                else if (!json.RootElement.TryGetProperty("subscribed", out var recovered) || (_subscribed.Task.IsCompleted && !recovered.GetBoolean()))
                {
                    _troubles.Add(line);
                }
            }

            _subscribed.TrySetResult();
        }
    }
}
