using Platform.Contracts.Hub;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Resume;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Security;

/// <summary>The life of the official JavaScript client's connection, which negotiates, on two nodes.</summary>
public sealed class OfficialSessionTests(Servers servers)
{
    private const string Channel = "topic:session";

    private readonly List<string> _said = [];

    [Fact]
    public async Task Rights_heartbeats_presence_a_newer_token_and_its_revocation_reach_the_official_client()
    {
        Assert.SkipUnless(NodeScript.IsInstalled, "Node.js 18 or newer with npm is not there.");
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape
        {
            Settings = new Dictionary<string, string> { ["Heartbeat__IntervalSeconds"] = "1", ["Presence__Channels__0"] = Channel },
        });
        using var door = new HttpDoor(stack.Gateway);
        using var client = NodeScript.Start(
            "session.js",
            line => Add(line.ToString()),
            stack.Gateway.Url.ToString(),
            await stack.TokenAsync("session", [Channel]),
            await stack.TokenAsync("session", [Channel, "topic:other"]),
            Channel);

        await HeardAsync("""{"position":"user:session"}""");
        await HeardAsync($$"""{"subscribed":[null,"{{SubscribeErrors.Forbidden}}"]}""");
        await HeardAsync("""{"presence":["session"]}""");
        await HeardAsync("""{"heartbeat":true}""");
        await HeardAsync("""{"ended":[]}""");
        await HeardAsync("""{"subscribed":[null]}""");

        // Whichever node it is on, it hears of those on both.
        foreach (var node in stack.Edges)
        {
            var other = await stack.ConnectAsync($"other-{node.Id}", [Channel], node);
            await other.SubscribeAsync(Channel);
            await HeardAsync($$"""{"presence":["other-{{node.Id}}"]}""");
        }

        await door.PublishAsync(new { event_type = "t", topic = "other", data = "größer" });
        await HeardAsync("""{"event":"größer","channel":"topic:other"}""");

        await door.PostAsync(Routes.Revoke, """{"sub":"session"}""", await stack.TokenAsync("session-admin", scope: Scopes.Admin));
        await HeardAsync(CloseReasons.TokenRevoked);
    }

    private async Task HeardAsync(string what)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            lock (_said)
            {
                if (_said.Exists(line => line.Contains(what, StringComparison.Ordinal)))
                {
                    return;
                }

                Assert.True(DateTime.UtcNow < deadline, $"{what} is not among: {string.Join(' ', _said)}");
            }
        }
    }

    private void Add(string line)
    {
        lock (_said)
        {
            _said.Add(line);
        }
    }
}
