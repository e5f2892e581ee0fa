using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Hub;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Road;

[Collection(SharedStackCollection.Name)]
public sealed class MessagePackTests(SharedStack shared)
{
    private const string Channel = "topic:message-pack";

    private static readonly int[] Numbers = [1, 2];

    private readonly PlatformStack _stack = shared.Stack;
    private readonly List<Dictionary<string, object>> _events = [];

    [Fact]
    public async Task Client_that_speaks_MessagePack_gets_the_same_events_with_the_data_as_a_string()
    {
        await using var connection = await ConnectAsync();
        var json = await _stack.ConnectAsync("message-pack-json", [Channel]);
        await json.SubscribeAsync(Channel);
        var answers = await SubscribeAsync(connection, epoch: null, after: null);
        var epoch = (string)answers[0]["epoch"];
        Assert.False((bool)answers[0]["recovered"]);

        var producer = await _stack.ProduceAsync();
        for (var i = 1; i <= 3; i++)
        {
            await producer.PublishAsync("normal", new { event_type = "packed", id = $"packed-{i}", topic = "message-pack", data = new { text = $"größer {i}", list = Numbers } });
        }

        var expected = await json.WaitForAsync(3);
        var events = await WaitForEventsAsync(3);

        Assert.Equal(expected.Select(e => (e.Id, e.Lane, e.Channel)), events.Select(e => ((string)e["id"], (string)e["priority"], (string)e["channel"])));
        Assert.Equal(expected.Select(e => e.Offset), events.Select(e => Convert.ToInt64(e["offset"])));
        Assert.Equal(expected.Select(e => e.Data.GetRawText()), events.Select(e => (string)e["data"]));
        Assert.All(events, e => Assert.True((double)e["_server_timestamp"] >= (double)e["accepted_at"]));

        // And resume, by the position that it has.
        lock (_events)
        {
            _events.Clear();
        }

        var resumed = await SubscribeAsync(connection, epoch, after: 1);
        Assert.True((bool)resumed[0]["recovered"]);
        Assert.Equal(["packed-2", "packed-3"], (await WaitForEventsAsync(2)).Select(e => (string)e["id"]));
    }

    private async Task<HubConnection> ConnectAsync()
    {
        var token = await _stack.TokenAsync("message-pack", [Channel]);
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(_stack.Gateway.Url, Routes.Hub), options =>
            {
                options.AccessTokenProvider = () => Task.FromResult<string?>(token);
                options.Transports = HttpTransportType.WebSockets;
            })
            .AddMessagePackProtocol()
            .Build();
        connection.On<Dictionary<string, object>[]>(HubMethods.Events, events =>
        {
            lock (_events)
            {
                _events.AddRange(events);
            }
        });
        await connection.StartAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static Task<Dictionary<string, object>[]> SubscribeAsync(HubConnection connection, string? epoch, int? after) =>
        connection.InvokeAsync<Dictionary<string, object>[]>(
            HubMethods.Subscribe,
            new[] { new Dictionary<string, object?> { ["channel"] = Channel, ["epoch"] = epoch, ["offsets"] = after is { } n ? new Dictionary<string, int> { ["normal"] = n } : null } },
            TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<Dictionary<string, object>>> WaitForEventsAsync(int count)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            lock (_events)
            {
                if (_events.Count >= count)
                {
                    return [.. _events];
                }
            }

            Assert.True(DateTime.UtcNow < deadline, "The events did not come.");
        }
    }
}
