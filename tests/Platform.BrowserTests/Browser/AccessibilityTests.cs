using Microsoft.Playwright;

namespace Platform.BrowserTests.Browser;

/// <summary>The pages by keyboard, on a phone, in the dark, without motion.</summary>
[Collection(SiteCollection.Name)]
public sealed class AccessibilityTests(Site site)
{
    private static readonly string[] Pages = ["/", "/dashboard"];

    private static readonly BrowserNewContextOptions Phone =
        new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true, DeviceScaleFactor = 2 };

    [BrowserFact]
    public async Task Demo_is_worked_by_keyboard_alone_with_a_visible_focus()
    {
        await using var visitor = await site.VisitAsync("/");
        await visitor.IsLiveAsync();

        await TabToAsync(visitor, "[data-send=critical]");
        Assert.Equal("solid", await visitor.StyleAsync(":focus", "outlineStyle"));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor["#arrivals [data-lane=critical]"]).ToHaveCountAsync(1);
        await visitor.Page.Keyboard.PressAsync("3");
        await Expect(visitor["#arrivals [data-lane=normal]"]).ToHaveCountAsync(1);

        await TabToAsync(visitor, "#cut");
        await visitor.Page.Keyboard.PressAsync("Space");
        await Expect(visitor["#state"]).ToHaveTextAsync("Cut off");
        await Expect(visitor["#cut"]).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("a");
        await Expect(visitor["#verdict"]).ToContainTextAsync("3 events sent and accepted");
        await visitor.Page.Keyboard.PressAsync("Space");
        await Expect(visitor["#verdict"]).ToContainTextAsync("3 missed events came back");
    }

    [BrowserFact]
    public async Task States_are_spoken_and_charts_are_named()
    {
        foreach (var path in Pages)
        {
            await using var visitor = await site.VisitAsync(path);
            await visitor.IsLiveAsync();
            Assert.Equal("status", await visitor["#state"].GetAttributeAsync("role"));
            foreach (var chart in await visitor["canvas"].AllAsync())
            {
                Assert.False(string.IsNullOrEmpty(await chart.GetAttributeAsync("aria-label")));
            }
        }
    }

    [BrowserFact]
    public async Task Phone_never_scrolls_sideways_and_has_room_for_a_thumb()
    {
        foreach (var path in Pages)
        {
            await using var visitor = await site.VisitAsync(path, Phone);
            await visitor.IsLiveAsync();
            if (path == "/")
            {
                await visitor["[data-send=burst]"].TapAsync();
                await Expect(visitor["#count"]).ToHaveTextAsync("200");
            }

            Assert.Equal(360, await visitor.WidthOfContentAsync());
            foreach (var button in await visitor["button:visible"].AllAsync())
            {
                Assert.True((await button.BoundingBoxAsync())!.Height >= 40);
            }
        }
    }

    [BrowserFact]
    public async Task Dark_where_the_user_wants_it_dark()
    {
        foreach (var path in Pages)
        {
            await using var light = await site.VisitAsync(path, new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
            await using var dark = await site.VisitAsync(path, new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
            Assert.True(await BrightnessAsync(light, "backgroundColor") > 200);
            Assert.True(await BrightnessAsync(light, "color") < 60);
            Assert.True(await BrightnessAsync(dark, "backgroundColor") < 60);
            Assert.True(await BrightnessAsync(dark, "color") > 200);
        }
    }

    [BrowserFact]
    public async Task Nothing_moves_for_who_wants_less_motion()
    {
        await using var visitor = await site.VisitAsync("/", new BrowserNewContextOptions { ReducedMotion = ReducedMotion.Reduce });
        await visitor.IsLiveAsync();
        await visitor["[data-send=high]"].ClickAsync();
        await Expect(visitor["#arrivals li"]).ToHaveCountAsync(1);

        Assert.Equal("none", await visitor.StyleAsync("#arrivals li", "animationName"));
    }

    private static async Task TabToAsync(Visitor visitor, string selector)
    {
        for (var i = 0; i < 20; i++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            if (await visitor[selector].EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{selector} is not reached by Tab.");
    }

    private static async Task<double> BrightnessAsync(Visitor visitor, string property) =>
        await visitor["body"].EvaluateAsync<double>(
            "(body, property) => { const [r, g, b] = getComputedStyle(body)[property].match(/\\d+/g).map(Number); return (r + g + b) / 3; }", property);
}
