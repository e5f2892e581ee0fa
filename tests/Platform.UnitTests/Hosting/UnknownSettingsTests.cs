using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Platform.Ingest;
using Platform.Publisher.Aggregation;
using Platform.Publisher.Lanes;
using Platform.ServiceDefaults.Hosting;

namespace Platform.UnitTests.Hosting;

public sealed class UnknownSettingsTests
{
    [Fact]
    public async Task Setting_that_no_option_reads_is_named_and_all_others_are_not()
    {
        var lines = await LinesAsync(
            ("Publisher:Lanes:Normal:MaxBach", "70"),
            ("PUBLISHER:MAXEVENTBYTES", "2048"),
            ("Publisher:Aggregation:Rules:0:EventTypes:0", "tick"),
            ("Publisher:Aggregation:Rules:0:Windows", "5"),
            ("Ingest:ApiKeys:0:Name", "orders"),
            ("Ingest:ApiKeys:0:Chanels:0", "topic:orders"),
            ("Ingest:ApiKeys:0:Lanes:0", "normal"),
            ("Somebody:Elses", "1"));

        Assert.Equal(
            ["Ingest:ApiKeys:0:Chanels", "Publisher:Aggregation:Rules:0:Windows", "Publisher:Lanes:Normal:MaxBach"],
            lines.Select(line => line.Split(' ')[5].TrimEnd(';')).Order(StringComparer.Ordinal));
    }

    private static async Task<List<string>> LinesAsync(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(each => each.Key, each => (string?)each.Value)).Build();
        using var log = new ConfiguredService<PublisherOptions>(PublisherOptions.SectionName);
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        await new UnknownSettings(
            configuration,
            [
                new(PublisherOptions.SectionName, typeof(PublisherOptions)),
                new(AggregationOptions.SectionName, typeof(AggregationOptions)),
                new(IngestOptions.SectionName, typeof(IngestOptions)),
            ],
            logging.CreateLogger<UnknownSettings>()).StartAsync(TestContext.Current.CancellationToken);
        return [.. log.Lines];
    }
}
