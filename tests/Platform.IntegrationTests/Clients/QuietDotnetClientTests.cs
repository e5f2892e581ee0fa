using Platform.Client;
using Platform.Client.Access;
using Platform.Client.Connection;
using Platform.Client.Publish;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Clients;

/// <summary>What the .NET client does by itself while nothing is wrong.</summary>
[Collection(SharedStackCollection.Name)]
public sealed class QuietDotnetClientTests(SharedStack shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Open_connection_gets_newer_tokens_and_outlives_the_first_ones()
    {
        var asked = 0;
        var fifth = new TaskCompletionSource();
        await using var client = new PlatformClient(shared.Stack.Gateway.Url, new PlatformClientOptions
        {
            ReportLatency = true,
            GetToken = async _ =>
            {
                if (Interlocked.Increment(ref asked) == 5)
                {
                    fifth.TrySetResult();
                }

                return await shared.Stack.TokenAsync("dotnet-quiet", ["topic:dotnet-quiet"], "publish", expiresIn: 7);
            },
        });
        var subscription = client.Subscribe("topic:dotnet-quiet");
        await subscription.Ready.WaitAsync(Patience, TestContext.Current.CancellationToken);

        await fifth.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await client.PublishAsync([new EventDraft { EventType = "dotnet", Topic = "dotnet-quiet", Data = 1 }], TestContext.Current.CancellationToken);

        await using var loop = subscription.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await loop.MoveNextAsync().AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(1, loop.Current.Data.GetInt32());
        Assert.Equal((1, 1), (client.Stats.Connections, client.Stats.Events));
        Assert.True(client.Stats.RoundTrip.Count >= 3);
    }

    [Fact]
    public async Task Access_that_the_app_denies_ends_the_client()
    {
        await using var client = new PlatformClient(shared.Stack.Gateway.Url, new PlatformClientOptions
        {
            GetToken = _ => throw new AccessDeniedException("Logged out."),
        });

        await Assert.ThrowsAsync<ConnectionEndedException>(() => client.Subscribe("topic:dotnet-denied").Ready.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(ConnectionState.Closed, client.State);
    }
}
