using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Platform.Contracts.Lanes;
using Platform.Ingest;
using Platform.Ingest.Producers;

namespace Platform.UnitTests.Ingest;

public sealed class ApiKeyTests
{
    private const string Secret = "0123456789abcdef";

    [Fact]
    public void A_key_is_found_by_itself_or_by_its_hash_and_no_other_is()
    {
        var ring = Ring(
            Environments.Production,
            new ApiKeyOptions { Name = "plain", Key = Secret },
            new ApiKeyOptions { Name = "hashed", KeySha256 = Sha256("another-secret-key"), Channels = ["topic:*"] });

        Assert.True(ring.Find(Secret)!.MayPublishTo("user:1"));
        Assert.False(ring.Find("another-secret-key")!.MayPublishTo("user:1"));
        Assert.Null(ring.Find(""));
        Assert.Null(ring.Find(Secret + "0"));
        Assert.Null(ring.Find(Sha256("another-secret-key")));
    }

    [Fact]
    public void The_key_of_Development_opens_in_Development_only()
    {
        Assert.NotNull(Ring(Environments.Development).Find("dev-key"));
        Assert.NotNull(Ring(Environments.Development, new ApiKeyOptions { Name = "a", Key = Secret }).Find("dev-key"));
        Assert.Null(Ring(Environments.Production).Find("dev-key"));
    }

    [Fact]
    public void A_key_without_lists_may_do_everything_and_one_with_lists_only_that()
    {
        var all = new Producer(null, null);
        var some = new Producer(["user:*"], ["critical", "high"]);

        Assert.All(LaneNames.All, lane => Assert.True(all.MayUse(lane)));
        Assert.Equal([Lane.Critical, Lane.High], LaneNames.All.Where(some.MayUse));
        Assert.True(some.MayPublishTo("user:1"));
        Assert.False(some.MayPublishTo("broadcast"));
    }

    [Fact]
    public void Proper_keys_pass() =>
        Assert.Empty(ApiKeyRules.Check(
        [
            new ApiKeyOptions { Name = "a", Key = Secret, Channels = ["*", "location:7", "topic:n*", "broadcast"], Lanes = ["normal"] },
            new ApiKeyOptions { Name = "b", KeySha256 = Sha256("x").ToUpperInvariant() },
        ]));

    [Theory]
    [InlineData("", Secret, null, "Name is required")]
    [InlineData("a", null, null, "either Key or KeySha256")]
    [InlineData("a", Secret, "00", "either Key or KeySha256")]
    [InlineData("a", null, "00", "64 hexadecimal digits")]
    [InlineData("a", "0123456789abcde", null, "at least 16 characters")]
    [InlineData("a", "dev-key", null, "'dev-key' is public")]
    public void A_weak_or_missing_secret_stops_the_start(string name, string? key, string? sha256, string error) =>
        Assert.Contains(error, string.Join('\n', ApiKeyRules.Check([new ApiKeyOptions { Name = name, Key = key, KeySha256 = sha256 }])), StringComparison.Ordinal);

    [Fact]
    public void The_hash_of_a_public_key_is_no_secret_either() =>
        Assert.Contains("'dev-key' is public", Assert.Single(ApiKeyRules.Check([new ApiKeyOptions { Name = "a", KeySha256 = Sha256("dev-key") }])), StringComparison.Ordinal);

    [Fact]
    public void Rights_that_mean_nothing_stop_the_start_all_at_once()
    {
        var errors = ApiKeyRules.Check(
        [
            new ApiKeyOptions { Name = "a", Key = Secret, Channels = [], Lanes = [] },
            new ApiKeyOptions { Name = "b", Key = Secret, Channels = ["nonsense"], Lanes = ["urgent"] },
        ]).ToList();

        Assert.Equal(5, errors.Count);
        Assert.Contains(errors, error => error.StartsWith("Ingest:ApiKeys:1", StringComparison.Ordinal) && error.Contains("'urgent'", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("stands there twice", StringComparison.Ordinal));
    }

    private static string Sha256(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static ApiKeyRing Ring(string environment, params ApiKeyOptions[] keys)
    {
        var options = new IngestOptions();
        foreach (var key in keys)
        {
            options.ApiKeys.Add(key);
        }

        return new ApiKeyRing(Options.Create(options), new Surroundings { EnvironmentName = environment });
    }

    private sealed class Surroundings : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "ingest";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
