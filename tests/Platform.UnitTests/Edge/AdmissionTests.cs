using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Platform.Edge.Admission;
using Platform.ServiceDefaults.Security;

namespace Platform.UnitTests.Edge;

public sealed class AdmissionTests
{
    private static readonly ConnectionOptions Limits = new() { MaxPerUser = 2, MaxPerAddress = 3, CallsPerSecond = 10, CallBurst = 20 };

    private readonly FakeTimeProvider _clock = new();
    private readonly ConnectionCounts _counts = new(new StaticOptions<ConnectionOptions>(Limits));

    [Fact]
    public void A_connection_may_call_in_a_burst_and_then_at_its_rate()
    {
        var calls = new CallBudget(_clock);

        Assert.Equal(20, Enumerable.Range(0, 50).Count(_ => calls.TryTake(Limits)));
        Assert.Equal(30, calls.Refused);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, Enumerable.Range(0, 50).Count(_ => calls.TryTake(Limits)));
        Assert.Equal(70, calls.Refused);
    }

    [Fact]
    public void Refused_calls_are_forgiven_once_the_connection_was_quiet()
    {
        var calls = new CallBudget(_clock);
        for (var i = 0; i < 50; i++)
        {
            calls.TryTake(Limits);
        }

        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(calls.TryTake(Limits));
        Assert.Equal(0, calls.Refused);
    }

    [Fact]
    public void Connections_are_counted_by_user_and_by_address()
    {
        var address = IPAddress.Parse("203.0.113.7");

        Assert.Null(_counts.TryEnter("a", address));
        Assert.Null(_counts.TryEnter("a", address));
        Assert.Contains("user", _counts.TryEnter("a", IPAddress.Parse("203.0.113.8")), StringComparison.Ordinal);
        Assert.Null(_counts.TryEnter("b", address));
        Assert.Contains("address", _counts.TryEnter("c", address), StringComparison.Ordinal);
        _counts.Leave("a", address);
        Assert.Null(_counts.TryEnter("c", address));
    }

    [Fact]
    public void Clients_of_this_machine_are_not_counted_by_address()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(_counts.TryEnter($"user-{i}", IPAddress.Loopback));
        }
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7", "203.0.113.7")]
    public void Addresses_of_IPv6_count_by_their_network(string address, string network) =>
        Assert.Equal(IPAddress.Parse(network), ClientAddress.Network(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://app.example.com", "10.0.0.0/8", 0)]
    [InlineData("http://localhost:3000", "10.1.2.3", 0)]
    [InlineData("*", "::1", 0)]
    [InlineData("app.example.com", "10.0.0.0/8", 1)]
    [InlineData("https://app.example.com/", "10.0.0.0/8", 1)]
    [InlineData("ftp://app.example.com", "gateway", 2)]
    public void Origins_and_proxies_are_checked_at_the_start(string origin, string proxy, int errors)
    {
        var options = new ConnectionOptions { Origins = [origin], TrustedProxies = [proxy] };

        Assert.Equal(errors, options.Validate(new ValidationContext(options)).Count());
    }
}
