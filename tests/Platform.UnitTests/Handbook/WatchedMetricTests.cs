using System.Text.RegularExpressions;

namespace Platform.UnitTests.Handbook;

/// <summary>An alert on a metric that nobody tells of never fires, and a panel of it stays empty.</summary>
public sealed partial class WatchedMetricTests
{
    [Theory]
    [InlineData("deploy/observability/rules.yml", 6)]
    [InlineData("deploy/observability/grafana/platform.json", 10)]
    public void Each_metric_of_ours_that_is_watched_is_one_that_a_service_has(string file, int atLeast)
    {
        var metrics = Directory.EnumerateFiles(Path.Combine(Repository.Folder, "services"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(code => Instrument().Matches(File.ReadAllText(code)))
            .SelectMany(instrument => NamesOf(instrument.Groups["kind"].Value, instrument.Groups["name"].Value, instrument.Groups["unit"].Value))
            .ToHashSet();
        var watched = Watched().Matches(File.ReadAllText(Path.Combine(Repository.Folder, file))).Select(match => match.Value).ToHashSet();

        Assert.True(watched.Count >= atLeast, string.Join(' ', watched));
        Assert.Empty(watched.Except(metrics));
    }

    // As the exporter names them.
    private static IEnumerable<string> NamesOf(string kind, string name, string unit)
    {
        var prometheus = name.Replace('.', '_') + (unit == "s" ? "_seconds" : "");
        return kind switch
        {
            "Counter" => [$"{prometheus}_total"],
            "Histogram" => [$"{prometheus}_bucket", $"{prometheus}_count", $"{prometheus}_sum"],
            _ => [prometheus],
        };
    }

    // CreateCounter<long>("platform.edge.messages", "{message}", …), with the observed values between the two where there are some.
    [GeneratedRegex("""Create(?:Observable)?(?<kind>Counter|UpDownCounter|Gauge|Histogram)(?:<\w+>)?\(\s*"(?<name>[a-z_.]+)",\s*(?:\(\) => .+?, )?"(?<unit>[^"]*)",""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\bplatform_\w+")]
    private static partial Regex Watched();
}
