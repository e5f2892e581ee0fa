using System.Xml.Linq;

namespace Platform.UnitTests.Images;

/// <summary>The load tool's image is built from a context of its own, which no other build shows to be complete.</summary>
public sealed class LoadImageTests
{
    private const string Project = "tests/Platform.Load/Platform.Load.csproj";

    [Fact]
    public void Its_context_holds_every_project_that_it_is_made_of()
    {
        var allowed = File.ReadLines(Path.Combine(Repository.Folder, "tests", "Platform.Load", "Dockerfile.dockerignore"))
            .Where(line => line.StartsWith('!'))
            .Select(line => line[1..] + '/')
            .ToArray();
        var projects = ProjectsOf(Project).Distinct(StringComparer.Ordinal).ToArray();

        Assert.Contains("clients/dotnet/Platform.Client.csproj", projects);
        Assert.All(projects, project => Assert.Contains(allowed, folder => project.StartsWith(folder, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> ProjectsOf(string project)
    {
        var file = Path.Combine(Repository.Folder, project);
        return XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.Combine(Path.GetDirectoryName(file)!, reference.Attribute("Include")!.Value))
            .Select(path => Path.GetRelativePath(Repository.Folder, path).Replace('\\', '/'))
            .SelectMany(ProjectsOf)
            .Prepend(project);
    }
}
