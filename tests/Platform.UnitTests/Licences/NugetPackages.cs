using System.Text.Json;
using System.Xml.Linq;

namespace Platform.UnitTests.Licences;

/// <summary>What restore took for our projects, each with what its nuspec says.</summary>
internal static class NugetPackages
{
    // Whose nuspec names a page and no licence; what the page said when it was read.
    private static readonly Dictionary<string, (string Licence, string Copyright)> ReadByHand = new()
    {
        ["HdrHistogram"] = ("CC0-1.0 OR BSD-2-Clause", "Copyright (c) 2012-2014 Gil Tene, 2014 Michael Barker, 2016 Lee Campbell"),
    };

    private static readonly string[] Folders = ["services", "clients", "tests"];

    public static IReadOnlyList<Package> Read() => Package.Once(
        from folder in Folders
        from project in Directory.EnumerateFiles(Path.Combine(Repository.Folder, folder), "*.csproj", SearchOption.AllDirectories)
        from package in Restored(project, ships: folder is not "tests")
        select package);

    private static IEnumerable<Package> Restored(string project, bool ships)
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var packages = assets.RootElement.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package");
        return [.. packages.Select(library => Described(Unpacked(folders, library.Value.GetProperty("path").GetString()!), ships))];
    }

    private static string Unpacked(List<string> folders, string package) =>
        folders.Select(folder => Path.Combine(folder, package)).First(Directory.Exists);

    private static Package Described(string folder, bool ships)
    {
        var nuspec = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        var licence = nuspec.Elements().FirstOrDefault(element => element.Name.LocalName == "license" && (string?)element.Attribute("type") == "expression")?.Value;
        var name = Text("id")!;
        var read = licence is null ? ReadByHand.GetValueOrDefault(name) : default;
        return new(name, Text("version")!, licence ?? read.Licence, read.Copyright ?? Text("copyright") ?? Text("authors"), ships);

        string? Text(string name) => nuspec.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
    }
}
