using Microsoft.Extensions.Options;
using Platform.Publisher.Aggregation;
using Platform.UnitTests.Hosting;

namespace Platform.UnitTests.Publisher;

public sealed class AggregationOptionsTests
{
    private const string Rules = "Publisher:Aggregation:Rules:";

    [Fact]
    public void Default_rule_is_that_of_the_plan()
    {
        using var service = Service();
        var rule = Assert.Single(service.Value.EffectiveRules);

        Assert.Equal(["proactive_insight", "strategy_recommendation"], rule.EventTypes);
        Assert.Equal((AggregationMode.Collect, KeyFields.Type | KeyFields.User | KeyFields.Location, 0), (rule.Mode, rule.Key, rule.WindowMs));
    }

    [Fact]
    public void Rules_that_are_given_replace_the_default_and_take_effect_at_run_time()
    {
        using var service = Service();
        service.Start();

        service.Change((Rules + "0:EventTypes:0", "presence"), (Rules + "0:Mode", "latest"), (Rules + "0:Key", "type, user"), (Rules + "0:WindowMs", "100"));
        var rule = Assert.Single(service.Value.EffectiveRules);
        Assert.Equal(["presence"], rule.EventTypes);
        Assert.Equal((AggregationMode.Latest, KeyFields.Type | KeyFields.User, 100), (rule.Mode, rule.Key, rule.WindowMs));

        service.Change(("Publisher:Aggregation:Enabled", "false"));
        Assert.Empty(service.Value.EffectiveRules);
    }

    [Theory]
    [InlineData("0:EventTypes:0", "Not A Type", "Not A Type")]
    [InlineData("1:EventTypes:0", "presence", "named 2 times")]
    [InlineData("0:WindowMs", "1001", "WindowMs")]
    [InlineData("0:MaxEvents", "1", "MaxEvents")]
    [InlineData("0:MaxBytes", "1000", "MaxBytes")]
    [InlineData("1:WindowMs", "5", "EventTypes")]
    public void Rule_that_makes_no_sense_stops_the_start_and_is_named(string key, string value, string named)
    {
        using var service = Service((Rules + "0:EventTypes:0", "presence"), (Rules + key, value));
        Assert.Contains(named, Assert.Throws<OptionsValidationException>(service.Start).Message, StringComparison.Ordinal);
    }

    private static ConfiguredService<AggregationOptions> Service(params (string, string)[] values) => new(AggregationOptions.SectionName, values);
}
