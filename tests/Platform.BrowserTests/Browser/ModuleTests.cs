using System.Text.Json;

namespace Platform.BrowserTests.Browser;

/// <summary>What the pages compute, asked of their own modules.</summary>
[Collection(SiteCollection.Name)]
public sealed class ModuleTests(Site site)
{
    [BrowserFact]
    public Task Percentiles_are_values_that_were_measured() => ComputesAsync(
        "percentiles.js", "m => [m.percentiles([5, 1, 4, 2, 3], 50, 95, 99), m.percentiles([7], 50, 99), m.percentiles([], 50)]",
        "[[3,5,5],[7,7],[null]]");

    [BrowserFact]
    public Task Scales_end_at_round_numbers_and_keep_values_inside() => ComputesAsync(
        "chart/scales.js",
        "m => [m.linear(0).ticks, m.linear(37).top, m.linear(5000).ticks, m.linear(10).place(20), m.logarithmic(3).ticks, m.logarithmic(730).top, m.logarithmic(3).place(0)]",
        "[[0,1,2,3,4,5],50,[0,1000,2000,3000,4000,5000],1,[1,2,5,10,20],1000,0]");

    [BrowserFact]
    public Task Order_is_by_lane_and_broken_by_a_hole_or_an_overtaking() => ComputesAsync(
        "demo/absence.js",
        """
        m => {
          const e = (id, priority, offset) => ({ id, priority, offset });
          return [
            m.isInOrder(["a", "b", "c"], [e("c", "critical", 1), e("a", "normal", 8), e("b", "normal", 9)]),
            m.isInOrder(["a", "b"], [e("b", "normal", 8), e("a", "normal", 9)]),
            m.isInOrder(["a", "b"], [e("a", "normal", 8), e("b", "normal", 10)]),
            m.isInOrder(["a", "b"], [e("a", "normal", 8), e("x", "normal", 9), e("b", "normal", 10)]),
          ];
        }
        """,
        "[true,false,false,true]");

    private async Task ComputesAsync(string module, string expression, string expected)
    {
        await using var visitor = await site.VisitAsync("/");
        var result = await visitor.Page.EvaluateAsync<JsonElement>($"import('/assets/{module}').then({expression})");
        Assert.Equal(expected, result.GetRawText());
    }
}
