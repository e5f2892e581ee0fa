namespace Platform.UnitTests.Manifests;

/// <summary>The compose files set nothing that no service reads, open no door that is not meant to be, and each knob is explained.</summary>
public sealed class ComposeTests
{
    private const string Loopback = "127.0.0.1:";

    [Fact]
    public void Each_variable_and_port_is_one_of_the_services_options() =>
        Assert.All([ComposeSetup.Development, ComposeSetup.Production], setup => Assert.Empty(SettingNames.AllServices.SelectMany(service => Faults(setup, service))));

    [Fact]
    public void A_wrong_one_is_refused()
    {
        var setup = ComposeSetup.Parse("""
            services:
              edge: { environment: { Redis__Uri: redis://redis }, ports: ["127.0.0.1:8080:80"] }
            """);

        Assert.Equal(["edge: no option of it is called Redis__Uri", "edge: listens on 8080 and not on 80"], Faults(setup, "edge"));
    }

    [Fact]
    public void In_production_the_gateway_alone_is_open_and_on_the_outer_network()
    {
        var setup = ComposeSetup.Production;
        var names = setup.Services.Select(service => service.Key).ToArray();

        Assert.Equal(["gateway"], names.Where(service => setup.Ports(service).Any(port => !port.StartsWith(Loopback, StringComparison.Ordinal))));
        Assert.Equal(["gateway"], names.Where(service => setup.Networks(service).Contains("outside")));
        Assert.Equal(["inside"], setup.Networks("rabbitmq").Concat(setup.Networks("redis")).Distinct());
        Assert.DoesNotContain(names, service => setup.Environment(service).Keys.Any(key => key.EndsWith("__Url", StringComparison.Ordinal) || key.Contains("Auth", StringComparison.Ordinal)));
    }

    [Fact]
    public void In_Development_every_port_is_on_loopback() =>
        Assert.All(
            ComposeSetup.Development.Services.SelectMany(service => ComposeSetup.Development.Ports(service.Key)),
            port => Assert.StartsWith(Loopback, port, StringComparison.Ordinal));

    [Fact]
    public void Production_s_example_has_each_knob_with_its_default() =>
        Assert.Equal(
            ComposeSetup.Production.Variables.Append(("COMPOSE_FILE", "compose.yml:tls.yml")).Order(),
            Knobs("deploy/compose/.env.example").Order());

    [Fact]
    public void Development_s_example_has_each_knob_of_its_own_with_its_default()
    {
        var knobs = Knobs(".env.example").ToArray();

        Assert.Superset(ComposeSetup.Of("docker-compose.yml").Variables.ToHashSet(), knobs.ToHashSet());
        Assert.Subset(ComposeSetup.Development.Variables.ToHashSet(), knobs.ToHashSet());
    }

    private static IEnumerable<(string Name, string Value)> Knobs(string file) =>
        from line in File.ReadLines(Path.Combine(Repository.Folder, file))
        where line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#')
        let parts = line.Split('=', 2)
        select (parts[0], parts[1]);

    private static IEnumerable<string> Faults(ComposeSetup setup, string service)
    {
        var environment = setup.Environment(service);
        var listens = string.Join(
            ';', environment.GetValueOrDefault("ASPNETCORE_HTTP_PORTS") ?? SettingPolicy.DefaultPorts, environment.GetValueOrDefault("ASPNETCORE_HTTPS_PORTS")).Split(';', StringSplitOptions.RemoveEmptyEntries);
        return SettingPolicy.Unknown(service, environment.Keys)
            .Concat(setup.Ports(service).Select(port => port.Split(':')[^1])
                .Where(port => !listens.Contains(port))
                .Select(port => $"{service}: listens on {string.Join(", ", listens)} and not on {port}"));
    }
}
