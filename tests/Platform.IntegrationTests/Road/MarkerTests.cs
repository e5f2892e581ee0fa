using System.Threading.Channels;
using Platform.Contracts.Lanes;
using Platform.Contracts.Pacing;
using Platform.IntegrationTests.Stack;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Road;

[Collection(SharedStackCollection.Name)]
public sealed class MarkerTests(SharedStack shared)
{
    private readonly PlatformStack _stack = shared.Stack;

    [Fact]
    public async Task Each_node_sends_a_marker_behind_a_hundred_events_back_once()
    {
        var cancel = TestContext.Current.CancellationToken;
        var seen = Channel.CreateUnbounded<string>();
        var subscriber = _stack.Redis.Multiplexer.GetSubscriber();
        var backs = RedisChannel.Pattern(_stack.Names.MarkersBack("*"));
        await subscriber.SubscribeAsync(backs, (from, text) => seen.Writer.TryWrite($"{from} {text}"));

        var producer = await _stack.ProduceAsync();
        await producer.PublishAsync("normal", Enumerable.Range(0, 100).Select(n => new { event_type = "t", topic = "markers", data = n }));

        // One of before may be among them, of which a node's answer has gone by.
        Dictionary<(string Publisher, Lane Lane, long Number), List<string>> nodes = [];
        while (!nodes.Values.Any(senders => senders.Count >= _stack.Edges.Count))
        {
            Take(await seen.Reader.ReadAsync(cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(20), cancel));
        }

        // What a node that listens twice would send.
        await Task.Delay(TimeSpan.FromMilliseconds(300), cancel);
        await subscriber.UnsubscribeAsync(backs);
        while (seen.Reader.TryRead(out var further))
        {
            Take(further);
        }

        Assert.All(nodes.Values, senders => Assert.Equal(senders.Distinct(), senders));

        void Take(string line)
        {
            var parts = line.Split(' ', 2);
            Assert.True(Marker.TryParse(parts[1], out var marker));
            var key = (parts[0], marker.Lane, marker.Number);
            if (!nodes.TryGetValue(key, out var senders))
            {
                nodes[key] = senders = [];
            }

            senders.Add(marker.Sender);
        }
    }
}
