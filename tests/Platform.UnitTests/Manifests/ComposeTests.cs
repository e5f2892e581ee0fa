using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Platform.UnitTests.Manifests;

/// <summary>docker-compose.yml sets nothing that no service reads, and publishes and asks no port that none listens on.</summary>
public sealed class ComposeTests
{
    [Fact]
    public void Each_variable_and_port_is_one_of_the_services_options()
    {
        var services = Services(File.ReadAllText(Path.Combine(Repository.Folder, "docker-compose.yml")));

        Assert.All(SettingNames.AllServices, service => Assert.Empty(Faults(service, services[service])));
    }

    [Fact]
    public void A_wrong_one_is_refused()
    {
        var services = Services("""
            services:
              edge: { environment: { Redis__Uri: redis://redis }, ports: ["127.0.0.1:8080:80"] }
            """);

        Assert.Equal(["edge: no option of it is called Redis__Uri", "edge: listens on 8080 and not on 80"], Faults("edge", services["edge"]));
    }

    private static IEnumerable<string> Faults(string service, ComposeService compose)
    {
        var listens = (compose.Environment.GetValueOrDefault("ASPNETCORE_HTTP_PORTS") ?? SettingPolicy.DefaultPorts).Split(';');
        return SettingPolicy.Unknown(service, compose.Environment.Keys)
            .Concat(compose.Ports.Select(port => port.Split(':')[^1])
                .Where(port => !listens.Contains(port))
                .Select(port => $"{service}: listens on {string.Join(", ", listens)} and not on {port}"));
    }

    private static Dictionary<string, ComposeService> Services(string yaml) =>
        new DeserializerBuilder().IgnoreUnmatchedProperties().Build()
            .Deserialize<ComposeFile>(new MergingParser(new Parser(new StringReader(yaml)))).Services;

    private sealed class ComposeFile
    {
        [YamlMember(Alias = "services")]
        public Dictionary<string, ComposeService> Services { get; set; } = [];
    }

    private sealed class ComposeService
    {
        [YamlMember(Alias = "environment")]
        public Dictionary<string, string> Environment { get; set; } = [];

        [YamlMember(Alias = "ports")]
        public List<string> Ports { get; set; } = [];
    }
}
