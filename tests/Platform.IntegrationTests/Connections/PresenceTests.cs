using System.Net;
using Platform.Contracts.Hub;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Connections;

public sealed class PresenceTests(Servers servers)
{
    private const string Channel = "topic:present-room";

    [Fact]
    public async Task Presence_is_told_across_nodes_and_right_again_after_a_node_was_killed()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Settings = new Dictionary<string, string> { ["Presence__Channels__0"] = "topic:present-*" },
        });
        using var door = new HttpDoor(stack.Gateway);
        var token = await stack.TokenAsync("reader", [Channel, "topic:absent"]);
        var watcher = await EnterAsync(stack, "watcher", stack.Edges[0], wantsToKnow: true);

        var anna = await EnterAsync(stack, "anna", stack.Edges[1]);
        var again = await EnterAsync(stack, "anna", stack.Edges[0]);
        await EnterAsync(stack, "bert", stack.Edges[1]);
        await WaitForAsync(watcher, "watcher", "anna", "bert");

        var page = await door.GetAsync($"/api/v1/channels/{Channel}/presence", token);
        Assert.Equal(3, page.Body.GetProperty("count").GetInt32());
        Assert.Equal(
            [("anna", 2), ("bert", 1), ("watcher", 1)],
            page.Body.GetProperty("users").EnumerateArray().Select(user => (user.GetProperty("sub").GetString()!, user.GetProperty("connections").GetInt32())).Order());

        // One of her two connections leaves, then comes back elsewhere, and the other one leaves: she was there all the time.
        await again.UnsubscribeAsync(Channel);
        await again.SubscribeAsync(new SubscribeRequest(Channel));
        await anna.DisposeAsync();
        await stack.Edges[1].KillAsync();
        await WaitForAsync(watcher, "watcher", "anna");

        Assert.DoesNotContain(watcher.Presences, change => change.Left.Any(user => user.Subject == "anna"));
        Assert.Equal(["bert"], watcher.Presences.SelectMany(change => change.Left).Select(user => user.Subject));
        Assert.Equal(2, watcher.Presences[^1].Count);

        var none = await door.GetAsync("/api/v1/channels/topic:absent/presence", token);
        Assert.Equal((HttpStatusCode.NotFound, ProblemTypes.NoPresence), (none.Status, none.Type));
        var forbidden = await door.GetAsync("/api/v1/channels/topic:present-other/presence", token);
        Assert.Equal((HttpStatusCode.Forbidden, ProblemTypes.Forbidden), (forbidden.Status, forbidden.Type));
    }

    private static async Task<EventClient> EnterAsync(PlatformStack stack, string subject, ServiceProcess node, bool wantsToKnow = false)
    {
        var client = await stack.ConnectAsync(subject, [Channel], node);
        Assert.Null((await client.SubscribeAsync(new SubscribeRequest(Channel, Presence: wantsToKnow)))[0].Error);
        return client;
    }

    // Those who are there, as a client adds them up.
    private static Task WaitForAsync(EventClient watcher, params string[] expected) => watcher.WaitUntilAsync(
        () => watcher.Presences,
        changes =>
        {
            HashSet<string> there = [];
            foreach (var change in changes)
            {
                there.UnionWith(change.Joined.Select(user => user.Subject));
                there.ExceptWith(change.Left.Select(user => user.Subject));
            }

            return there.SetEquals(expected);
        });
}
