using Microsoft.Extensions.Options;
using Platform.Publisher.Append;
using Platform.UnitTests.Hosting;

namespace Platform.UnitTests.Publisher;

public sealed class HistoryOptionsTests
{
    [Theory]
    [InlineData("prices", "0", "true", "'prices' names no channel")]
    [InlineData("", "1", "false", "Channels")]
    [InlineData("topic:prices.*", "0", "true", "Cache needs a history")]
    [InlineData("topic:prices.*", "-1", "false", "MaxEvents")]
    public void Rule_that_can_mean_nothing_stops_the_start(string channels, string maxEvents, string cache, string why)
    {
        using var service = Service(channels, maxEvents, cache);

        Assert.Contains(why, Assert.Throws<OptionsValidationException>(service.Start).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topic:prices.*", "1", "true")]
    [InlineData("broadcast", "0", "false")]
    public void Rule_that_means_something_is_taken(string channels, string maxEvents, string cache)
    {
        using var service = Service(channels, maxEvents, cache);
        service.Start();

        Assert.Equal((channels, cache == "true"), (Assert.Single(service.Value.Rules).Channels, service.Value.Rules[0].Cache));
    }

    private static ConfiguredService<AppendOptions> Service(string channels, string maxEvents, string cache) => new(
        AppendOptions.SectionName, ("History:Rules:0:Channels", channels), ("History:Rules:0:MaxEvents", maxEvents), ("History:Rules:0:Cache", cache));
}
