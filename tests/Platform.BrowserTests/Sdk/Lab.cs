using System.Text.Json;
using Microsoft.Playwright;
using Platform.BrowserTests.Browser;

namespace Platform.BrowserTests.Sdk;

/// <summary>An empty page of the gateway's origin in which the TypeScript client runs, and what it got written down.</summary>
internal sealed class Lab : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What a page got survives its reloads, as the client's own positions do: both are the tab's.
    private const string Script = """
        <!doctype html><title>lab</title>
        <script type="module">
          import { offline, Platform } from "/assets/sdk/platform.js";

          const told = (kind) => JSON.parse(sessionStorage.getItem(kind) ?? "[]");
          const write = (kind, what) => sessionStorage.setItem(kind, JSON.stringify([...told(kind), what]));

          window.told = told;
          window.begin = ({ token, user, channel, worker }) => {
            const platform = window.platform = new Platform("", {
              getToken: () => token,
              positions: "session",
              reportLatency: true,
              ...(user && { offline: offline({ user, worker }) }),
            });
            platform.on("state", ({ state }) => write("states", state));
            platform.on("connection_degraded", ({ severity }) => write("degraded", severity));
            if (!channel) return;
            const subscription = platform.subscribe(channel);
            subscription.on("event", (event) => write("events", event.data));
            subscription.on("gap", (gap) => write("gaps", gap));
            return subscription.ready().then(() => {});
          };
          sessionStorage.setItem("arguments", sessionStorage.getItem("arguments") ?? "null");
          const again = JSON.parse(sessionStorage.getItem("arguments"));
          if (again) window.begin(again);
        </script>
        """;

    private readonly bool _ownsContext;

    private Lab(IPage page, bool ownsContext) => (Page, _ownsContext) = (page, ownsContext);

    public IPage Page { get; }

    /// <summary>In a window of its own.</summary>
    public static async Task<Lab> OpenAsync(Site site, Uri? at = null)
    {
        var url = new Uri(at ?? site.Stack.Gateway.Url, "/lab");
        var visitor = await site.VisitAsync(url.ToString(), before: page => page.Context.RouteAsync("**/lab", route =>
            route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = Script })));
        return new Lab(visitor.Page, ownsContext: true);
    }

    /// <summary>Another tab of the same window.</summary>
    public async Task<Lab> AnotherTabAsync()
    {
        var page = await Page.Context.NewPageAsync();
        await page.GotoAsync(Page.Url);
        return new Lab(page, ownsContext: false);
    }

    /// <summary>Makes a client, after each reload too; returns when its channel answered.</summary>
    public async Task BeginAsync(object parameters)
    {
        await Page.WaitForFunctionAsync("() => window.begin");
        await Page.EvaluateAsync("p => { sessionStorage.setItem('arguments', JSON.stringify(p)); return window.begin(p); }", parameters).WaitAsync(Patience);
    }

    public async Task<T[]> ToldAsync<T>(string kind) =>
        JsonSerializer.Deserialize<T[]>(await Page.EvaluateAsync<string>("kind => sessionStorage.getItem(kind) ?? '[]'", kind))!;

    /// <summary>Waits until so many events came, and returns them all.</summary>
    public Task<int[]> EventsAsync(int count) => UntilAsync<int>("events", all => all.Length >= count);

    public async Task<T[]> UntilAsync<T>(string kind, Func<T[], bool> isEnough)
    {
        for (var deadline = DateTime.UtcNow + Patience; ; await Task.Delay(50))
        {
            var now = await ToldAsync<T>(kind);
            if (isEnough(now))
            {
                return now;
            }

            Assert.True(DateTime.UtcNow < deadline, $"Waited {Patience.TotalSeconds} s for {kind}; have {now.Length}: {string.Join(' ', now.TakeLast(10))}");
        }
    }

    public Task IsAsync(string state) => Page.WaitForFunctionAsync("state => window.platform?.state === state", state);

    public async ValueTask DisposeAsync()
    {
        if (_ownsContext)
        {
            await Page.Context.DisposeAsync();
        }
        else
        {
            await Page.CloseAsync();
        }
    }
}
