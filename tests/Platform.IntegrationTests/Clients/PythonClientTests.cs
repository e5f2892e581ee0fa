using Platform.IntegrationTests.Stack;
using Platform.Load.Faults;

namespace Platform.IntegrationTests.Clients;

/// <summary>What the Python client of the documentation gets while its connection comes and goes.</summary>
[Collection(SharedStackCollection.Name)]
public sealed class PythonClientTests(SharedStack shared)
{
    private const string Channel = "topic:python";
    private const int Events = 600;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_event_comes_once_and_in_order_while_its_connection_is_cut()
    {
        Assert.SkipUnless(await PythonSubscriber.IsInstalledAsync(), "Python 3 with the package websockets is not there.");
        var gateway = shared.Stack.Gateway.Url;
        await using var network = new FaultProxy(gateway.Host, gateway.Port);
        using var subscriber = new PythonSubscriber(network.Via(gateway), await shared.Stack.TokenAsync("python", [Channel]), Channel);
        var producer = await shared.Stack.ProduceAsync();
        // It does not say that it listens: the first event that it gets says so.
        var greetings = 0;
        await UntilAsync(async () =>
        {
            await producer.PublishAsync("normal", new { event_type = "python", topic = "python", data = --greetings });
            return subscriber.Events.Count > 0;
        });

        var pouring = producer.PourAsync("normal", Events, n => new { event_type = "python", id = $"python-{n}", topic = "python", data = n }, perSecond: 100);
        for (var cut = 1; cut <= 3; cut++)
        {
            await UntilAsync(() => Task.FromResult(subscriber.Events.Count > cut * 100));
            // It may be on its way back from the last one.
            await UntilAsync(() =>
            {
                network.CutOnce();
                return Task.FromResult(subscriber.Said.Count(line => line.StartsWith("lost:", StringComparison.Ordinal)) >= cut);
            });
        }

        await pouring;
        await UntilAsync(() => Task.FromResult(subscriber.Events.Contains(Events - 1)));

        var first = subscriber.Events[0];
        Assert.Equal([.. Enumerable.Range(1, first - greetings + 1).Select(n => first + 1 - n), .. Enumerable.Range(0, Events)], subscriber.Events);
        Assert.DoesNotContain(subscriber.Said, line => line.Contains("gone for good", StringComparison.Ordinal));
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var deadline = DateTime.UtcNow + Patience; !await isSo(); await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not come to that.");
        }
    }
}
