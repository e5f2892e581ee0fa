using System.Reflection;
using System.Text.RegularExpressions;
using Platform.Contracts.Hub;
using Platform.Contracts.Names;
using Platform.Metrics.Alerts;

namespace Platform.UnitTests.Handbook;

/// <summary>docs/operations/alerts.md has a row for each alert and each error that somebody may be woken up by, and for no other.</summary>
public sealed partial class AlertPageTests
{
    private static readonly string[] Sections = Read("docs/operations/alerts.md").Split("\n## ");

    [Fact]
    public void Each_alert_of_the_metrics_service_has_a_row() =>
        Assert.Equal(new AlertOptions().EffectiveRules.Select(rule => rule.Name).Order(), Rows("Platform's own alerts"));

    [Fact]
    public void Each_alert_of_Prometheus_has_a_row() =>
        Assert.Equal(AlertLine().Matches(Read("deploy/observability/rules.yml")).Select(match => match.Groups[1].Value).Order(), Rows("Prometheus' alerts"));

    [Fact]
    public void Each_problem_type_has_a_row() =>
        Assert.Equal(Constants(typeof(ProblemTypes)).Select(type => type[(type.LastIndexOf(':') + 1)..]).Order(), Rows("Problem types"));

    [Fact]
    public void Every_problem_type_in_the_code_is_one_of_those() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Repository.Folder, "services"), "*.cs", SearchOption.AllDirectories).Where(file => !file.EndsWith("ProblemTypes.cs", StringComparison.Ordinal)),
            file => Assert.DoesNotContain("urn:platform:problem:", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void Each_error_of_the_hub_has_a_row() =>
        Assert.Equal(
            new[] { typeof(CallErrors), typeof(SubscribeErrors), typeof(CloseReasons) }.SelectMany(Constants).Distinct().Order(),
            Rows("Errors of the hub"));

    private static IEnumerable<string> Rows(string section) =>
        Row().Matches(Assert.Single(Sections, candidate => candidate.StartsWith(section, StringComparison.Ordinal))).Select(match => match.Groups[1].Value).Order();

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Folder, file));

    [GeneratedRegex(@"^\s*- alert: (\w+)", RegexOptions.Multiline)]
    private static partial Regex AlertLine();

    [GeneratedRegex("^\\| `([^`]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
