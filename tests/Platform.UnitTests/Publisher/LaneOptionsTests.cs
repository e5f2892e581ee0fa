using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Publisher.Lanes;
using Platform.UnitTests.Hosting;

namespace Platform.UnitTests.Publisher;

public sealed class LaneOptionsTests
{
    private const string Normal = "Publisher:Lanes:Normal:";

    [Fact]
    public void Defaults_are_those_that_the_documentation_names()
    {
        using var service = Service();
        var lanes = service.Value.Lanes;

        Assert.Equal([1, 50, 200], LaneNames.All.Select(lane => lanes[lane].MaxBatch));
        Assert.Equal([100, 100, 100], LaneNames.All.Select(lane => (int)lanes[lane].Prefetch));
        Assert.All(LaneNames.All, lane => Assert.Equal(0, lanes[lane].WindowMs));
    }

    [Theory]
    [InlineData("WindowMs", "10.5")]
    [InlineData("WindowMs", "-1")]
    [InlineData("MaxBatch", "0")]
    [InlineData("MaxBatch", "1001")]
    [InlineData("Prefetch", "0")]
    [InlineData("Prefetch", "10001")]
    public void Knob_out_of_its_range_stops_the_start_and_is_named(string knob, string value)
    {
        using var service = Service((Normal + knob, value));

        var refusal = Assert.Throws<OptionsValidationException>(service.Start);
        Assert.Contains("Normal", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(knob, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_takes_effect_while_the_service_runs()
    {
        using var service = Service();
        service.Start();
        List<int> told = [];
        using var listening = service.Monitor.OnChange(options => told.Add(options.Lanes.Normal.MaxBatch));

        service.Change((Normal + "MaxBatch", "70"), (Normal + "WindowMs", "7.5"));

        Assert.Equal((70, 7.5), (service.Value.Lanes.Normal.MaxBatch, service.Value.Lanes.Normal.WindowMs));
        Assert.Equal([70], told);
        Assert.Empty(service.Lines);
    }

    [Theory]
    [InlineData("11")]
    [InlineData("soon")]
    public void Invalid_change_is_refused_with_one_line_and_the_former_values_stay(string window)
    {
        using var service = Service((Normal + "MaxBatch", "70"));
        service.Start();

        service.Change((Normal + "MaxBatch", "80"), (Normal + "WindowMs", window));
        service.Change((Normal + "WindowMs", window));

        Assert.Equal((70, 0), (service.Value.Lanes.Normal.MaxBatch, service.Value.Lanes.Normal.WindowMs));
        Assert.Contains("WindowMs", Assert.Single(service.Lines), StringComparison.Ordinal);

        service.Change((Normal + "WindowMs", "5"));
        Assert.Equal((80, 5), (service.Value.Lanes.Normal.MaxBatch, service.Value.Lanes.Normal.WindowMs));
    }

    private static ConfiguredService<PublisherOptions> Service(params (string, string)[] values) => new(PublisherOptions.SectionName, values);
}
