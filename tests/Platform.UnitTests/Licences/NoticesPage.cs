using System.Text;

namespace Platform.UnitTests.Licences;

/// <summary>THIRD-PARTY-NOTICES.md.</summary>
internal static class NoticesPage
{
    public static string Write(LicencePolicy policy, IReadOnlyList<Package> nuget, IReadOnlyList<Package> npm)
    {
        var page = new StringBuilder("""
            # Third-party notices

            What others wrote that Platform is made of, by the licences whose texts are in [LICENSES](LICENSES). `.ci/licences --write` makes this page
            from what the packages say of themselves; where one leaves the choice, the licence is named that Platform takes it by.

            npm's lock files do not name the holders; each package does. `@microsoft/signalr` is (c) .NET Foundation and Contributors; the copy in the
            gateway's pages has its notice beside it.

            The images stand on Microsoft's, whose own notices are in them (`/usr/share/dotnet/ThirdPartyNotices.txt` and below `/usr/share/doc`).


            """.ReplaceLineEndings("\n"));
        Section(page, policy, "In the images and the .NET client", nuget.Where(package => package.Ships));
        Section(page, policy, "In the TypeScript client and the pages", npm.Where(package => package.Ships));
        Section(page, policy, "To build and test with", nuget.Concat(npm).Where(package => !package.Ships));
        return page.ToString().TrimEnd() + "\n";
    }

    private static void Section(StringBuilder page, LicencePolicy policy, string title, IEnumerable<Package> packages)
    {
        page.Append("## ").Append(title).Append("\n\n| package | version | licence | copyright |\n| --- | --- | --- | --- |\n");
        foreach (var package in packages)
        {
            page.Append("| ").AppendJoin(" | ", package.Name, package.Version, string.Join(", ", policy.Chosen(package.Licence)), Line(package.Copyright)).Append(" |\n");
        }

        page.Append('\n');
    }

    private static string Line(string? copyright) => string.Join(' ', (copyright ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
}
