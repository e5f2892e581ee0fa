using System.Reflection;
using Platform.Edge.Streams;
using Platform.Gateway;
using Platform.Ingest;
using Platform.Publisher.Lanes;
using Platform.ServiceDefaults.Redis;

namespace Platform.UnitTests.Configuration;

public class ConfigurationPageTests
{
    private static readonly Assembly[] Services =
    [
        typeof(RedisOptions).Assembly,
        typeof(IngestOptions).Assembly,
        typeof(PublisherOptions).Assembly,
        typeof(SubscriptionOptions).Assembly,
        typeof(GatewayOptions).Assembly,
        Assembly.Load("Platform.Metrics"),
    ];

    [Fact]
    public void The_configuration_page_says_what_the_options_say()
    {
        var file = Path.Combine(Repository.Folder, "docs", "configuration.md");
        var page = OptionsPage.Write(Services);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is not null)
        {
            File.WriteAllText(file, page);
        }

        Assert.Equal(page, File.Exists(file) ? File.ReadAllText(file) : "");
    }
}
