using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Platform.BrowserTests.Browser;

/// <summary>Someone at a page. What the page complains of, and what it asks the network for, is written down.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        page.Request += (_, request) => Requests.Enqueue(new Uri(request.Url));
    }

    public IPage Page { get; }

    public ConcurrentQueue<string> Complaints { get; } = new();

    public ConcurrentQueue<Uri> Requests { get; } = new();

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });

    public ILocator this[string selector] => Page.Locator(selector);

    public Task IsLiveAsync() => Expect(this["#state"]).ToHaveTextAsync("Live");

    public Task<int> WidthOfContentAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth");

    /// <summary>The picture that a canvas shows.</summary>
    public Task<string> PictureAsync(string canvas) => this[canvas].EvaluateAsync<string>("canvas => canvas.toDataURL()");

    public Task<string> StyleAsync(string selector, string property) =>
        this[selector].First.EvaluateAsync<string>("(element, property) => getComputedStyle(element)[property]", property);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
