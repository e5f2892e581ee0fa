using System.Text.Json;

namespace Platform.IntegrationTests.Resume;

/// <summary>The official JavaScript client in a process of its own, which keeps its place (tests/node/subscriber.js).</summary>
internal sealed class NodeSubscriber : IDisposable
{
    private readonly NodeScript _script;
    private readonly List<string> _events = [];
    private readonly List<string> _troubles = [];
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeSubscriber(params string[] arguments) => _script = NodeScript.Start("subscriber.js", Take, arguments);

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

    public static async Task<NodeSubscriber> StartAsync(Uri gateway, string token, string channel)
    {
        var subscriber = new NodeSubscriber(gateway.ToString(), token, channel);
        await subscriber._subscribed.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return subscriber;
    }

    public void Dispose() => _script.Dispose();

    private void Take(JsonElement line)
    {
        lock (_events)
        {
            if (line.TryGetProperty("event", out var id))
            {
                _events.Add(id.GetString()!);
            }
            else if (!line.TryGetProperty("subscribed", out var recovered) || (_subscribed.Task.IsCompleted && !recovered.GetBoolean()))
            {
                _troubles.Add(line.ToString());
            }
        }

        _subscribed.TrySetResult();
    }
}
