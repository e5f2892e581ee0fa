namespace Platform.IntegrationTests.Stack;

/// <summary>The stack of all tests that leave it as they found it; each uses channels of its own.</summary>
public sealed class SharedStack(Servers servers) : IAsyncLifetime
{
    internal Servers Servers => servers;

    internal PlatformStack Stack { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stack = await PlatformStack.StartAsync(servers, new StackShape
    {
        Settings = new Dictionary<string, string>
        {
            ["Ingest__ApiKeys__0__Name"] = "orders",
            ["Ingest__ApiKeys__0__Key"] = OrdersKey,
            ["Ingest__ApiKeys__0__Channels__0"] = "topic:orders",
            ["Ingest__ApiKeys__0__Lanes__0"] = "normal",
        },
    });

    public async ValueTask DisposeAsync() => await Stack.DisposeAsync();

    internal const string OrdersKey = "a-key-that-may-publish-orders-only";
}

[CollectionDefinition(Name)]
public sealed class SharedStackCollection : ICollectionFixture<SharedStack>
{
    public const string Name = "shared stack";
}
