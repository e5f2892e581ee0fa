using System.Text.RegularExpressions;

namespace Platform.UnitTests.Handbook;

/// <summary>A link from one page of ours to another leads to a file, and to a heading of it.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Each_link_leads_to_a_page_and_a_heading()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Folder, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.Folder, "*.md"));

        Assert.Empty(pages.SelectMany(page => Link().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value).Where(target => !Exists(page, target)).Select(target => $"{page}: {target}")));
    }

    private static bool Exists(string page, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal))
        {
            return true;
        }

        var parts = target.Split('#');
        var file = parts[0] is "" ? page : Path.GetFullPath(parts[0], Path.GetDirectoryName(page)!);
        return parts.Length == 1
            ? Path.Exists(file)
            : File.Exists(file) && Heading().Matches(File.ReadAllText(file)).Any(heading => Anchor(heading.Groups[1].Value) == parts[1]);
    }

    private static string Anchor(string heading) => Dropped().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Dropped();
}
