namespace Platform.UnitTests.Licences;

/// <summary>.ci/licences runs these.</summary>
public sealed class PackageTests
{
    private static readonly LicencePolicy Policy = LicencePolicy.OfTheRepository();

    public static bool Asked => Environment.GetEnvironmentVariable("CHECK_LICENCES") is not null;

    [Fact(Skip = ".ci/licences runs it.", SkipUnless = nameof(Asked))]
    public void Each_package_has_a_licence_that_is_allowed() => Assert.Empty(Policy.Faults([.. NugetPackages.Read(), .. NpmPackages.Read()]));

    [Fact(Skip = ".ci/licences runs it.", SkipUnless = nameof(Asked))]
    public void Each_licence_that_is_allowed_is_some_package_s() =>
        Assert.Equal(
            NugetPackages.Read().Concat(NpmPackages.Read()).SelectMany(package => Policy.Chosen(package.Licence)).Distinct().Order(StringComparer.Ordinal),
            Policy.Texts.Order(StringComparer.Ordinal));

    [Fact(Skip = ".ci/licences runs it.", SkipUnless = nameof(Asked))]
    public void The_notices_name_each_package()
    {
        var file = Path.Combine(Repository.Folder, "THIRD-PARTY-NOTICES.md");
        var page = NoticesPage.Write(Policy, NugetPackages.Read(), NpmPackages.Read());
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is not null)
        {
            File.WriteAllText(file, page);
        }

        Assert.Equal(page, File.Exists(file) ? File.ReadAllText(file) : "");
    }
}
