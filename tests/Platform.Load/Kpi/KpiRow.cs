using System.Globalization;
using System.Text.Json.Serialization;

namespace Platform.Load.Kpi;

/// <summary>What became of a target.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KpiVerdict>))]
internal enum KpiVerdict
{
    /// <summary>Reached.</summary>
    Pass,

    /// <summary>Not reached.</summary>
    Fail,

    /// <summary>The tool did not keep its send times, so the figure says more about it than about the platform.</summary>
    DoesNotCount,

    /// <summary>Not measured, or less was asked for than the target is about.</summary>
    NotJudged,
}

/// <summary>One target of the plan that the product grew from.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Target">What is asked.</param>
/// <param name="Measured">What was found, in words.</param>
/// <param name="Value">The same as a number.</param>
/// <param name="Verdict">Pass or fail.</param>
/// <param name="How">How it was measured, or why it was not.</param>
internal sealed record KpiRow(string Name, string Target, string Measured, double? Value, KpiVerdict Verdict, string How)
{
    public static KpiRow Below(string name, double limit, double value, string unit, string how, bool counts = true) =>
        Of(name, $"< {Number(limit)} {unit}", value, unit, value < limit, how, counts);

    public static KpiRow AtLeast(string name, double limit, double value, string unit, string how, bool counts = true) =>
        Of(name, $"≥ {Number(limit)} {unit}", value, unit, value >= limit, how, counts);

    public static KpiRow NotJudged(string name, string target, string why) => new(name, target, "", null, KpiVerdict.NotJudged, why);

    /// <summary>The same figure, of which the target says nothing.</summary>
    public KpiRow WithoutJudgement(string why) => this with { Verdict = KpiVerdict.NotJudged, How = $"{How}; {why}" };

    private static KpiRow Of(string name, string target, double value, string unit, bool isMet, string how, bool counts) => new(
        name, target, $"{Number(value)} {unit}", value, !counts ? KpiVerdict.DoesNotCount : isMet ? KpiVerdict.Pass : KpiVerdict.Fail, how);

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "N0" : "0.####", CultureInfo.InvariantCulture);
}
