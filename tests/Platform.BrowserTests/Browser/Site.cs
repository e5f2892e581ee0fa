using Microsoft.Playwright;
using Platform.IntegrationTests.Stack;

namespace Platform.BrowserTests.Browser;

/// <summary>The whole product, and a browser to look at it.</summary>
public sealed class Site(Servers servers) : IAsyncLifetime
{
    // On a busy machine everything comes, later.
    private const float PatienceMs = 45_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal PlatformStack Stack { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsThere)
        {
            return;
        }

        SetDefaultExpectTimeout(PatienceMs);
        Stack = await PlatformStack.StartAsync(servers);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Path,
            // A page that a test makes itself comes from no address, so this machine's own would be a foreign network to it.
            Args = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-features=LocalNetworkAccessChecks"],
        });
    }

    /// <summary>A visitor with a browser window of its own.</summary>
    internal async Task<Visitor> VisitAsync(string path, BrowserNewContextOptions? window = null, Func<IPage, Task>? before = null)
    {
        var context = await _browser!.NewContextAsync(window);
        context.SetDefaultTimeout(PatienceMs);
        var visitor = new Visitor(context, await context.NewPageAsync());
        if (before is not null)
        {
            await before(visitor.Page);
        }

        await visitor.Page.GotoAsync(new Uri(Stack.Gateway.Url, path).ToString());
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (Stack is not null)
        {
            await Stack.DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    public const string Name = "site";
}
