namespace Platform.UnitTests.Releases;

/// <summary>A build is called after the newest tag that it can see.</summary>
public sealed class VersionTests
{
    [Fact]
    public async Task A_build_of_a_tag_is_that_version_and_a_later_one_says_how_much_later()
    {
        using var repository = await Checkout.BeginAsync();
        await repository.GitAsync("tag", "v1.2.3");
        Assert.Equal("1.2.3", await repository.VersionAsync());

        await repository.CommitAsync();
        await repository.GitAsync("tag", "not-a-version");
        Assert.Matches("^1\\.2\\.3-1-g[0-9a-f]+$", await repository.VersionAsync());
    }

    [Fact]
    public async Task Where_no_tag_is_to_be_seen_a_build_says_that_it_is_no_release()
    {
        using var tagged = await Checkout.BeginAsync();
        Assert.Equal("0.0.0-dev", await tagged.VersionAsync());

        await tagged.GitAsync("tag", "v1.2.3");
        await tagged.CommitAsync();
        using var shallow = await tagged.CloneAsync("--depth", "1");
        Assert.Equal("0.0.0-dev", await shallow.VersionAsync());

        tagged.ForgetGit();
        Assert.Equal("0.0.0-dev", await tagged.VersionAsync());
    }

    [Fact]
    public async Task A_version_that_is_given_wins()
    {
        using var repository = await Checkout.BeginAsync();
        await repository.GitAsync("tag", "v1.2.3");

        Assert.Equal("4.5.6", await repository.VersionAsync("-p:Version=4.5.6"));
    }
}
