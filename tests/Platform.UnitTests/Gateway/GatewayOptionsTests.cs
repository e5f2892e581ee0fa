using System.ComponentModel.DataAnnotations;
using Platform.Gateway;
using Platform.Gateway.Canary;
using Platform.Gateway.Tls;

namespace Platform.UnitTests.Gateway;

public sealed class GatewayOptionsTests
{
    [Fact]
    public void Addresses_of_each_service_are_enough() => Assert.Empty(Errors(Options()));

    [Fact]
    public void Each_service_without_an_address_is_named_with_an_example()
    {
        var errors = Errors(new GatewayOptions());

        Assert.Equal(3, errors.Count);
        Assert.Contains(errors, error => error.Contains("Gateway__Edges__0=http://", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1:5101")]
    [InlineData("ftp://127.0.0.1:5101")]
    [InlineData("http://127.0.0.1:5101/path")]
    [InlineData("http://127.0.0.1:5101/?query")]
    [InlineData("http://user@127.0.0.1:5101")]
    [InlineData("")]
    public void What_is_not_an_origin_is_refused(string address)
    {
        var options = Options();
        options.Edges = [address];

        Assert.Contains($"'{address}'", Assert.Single(Errors(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_named_twice_is_refused()
    {
        var options = Options();
        options.Edges = ["http://edge:5101", "http://EDGE:5101"];

        Assert.Contains("twice", Assert.Single(Errors(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_idle_timeout_shorter_than_two_heartbeats_is_refused()
    {
        var options = Options();
        options.IdleTimeoutSeconds = 20;

        Assert.Contains(nameof(options.IdleTimeoutSeconds), Assert.Single(Errors(options)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("proxy.example.org", false)]
    [InlineData("10.0.0.0/99", false)]
    public void Trusted_proxies_are_addresses_or_networks(string proxy, bool isValid)
    {
        var options = Options();
        options.TrustedProxies = [proxy];

        Assert.Equal(isValid, Errors(options) is []);
    }

    [Fact]
    public void Canary_needs_no_node_and_a_wrong_one_is_named_with_its_section()
    {
        Assert.Empty(Errors(new CanaryOptions()));
        Assert.StartsWith("Gateway:Canary:Edges has 'edge'", Assert.Single(Errors(new CanaryOptions { Edges = ["edge"] })), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_without_a_key_is_refused() => Assert.Single(Errors(new TlsOptions { Certificate = "tls.crt" }));

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var errors = Errors(new GatewayOptions { Edges = ["edge:5101"], Metrics = ["http://metrics:5301"], ProbeIntervalMilliseconds = 0 });

        Assert.Equal(3, errors.Count);
    }

    private static GatewayOptions Options() => new()
    {
        Ingest = ["http://127.0.0.1:5201"],
        Edges = ["http://127.0.0.1:5101", "https://edge.example.org"],
        Metrics = ["http://127.0.0.1:5301"],
    };

    private static List<string> Errors(object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage!)];
    }
}
