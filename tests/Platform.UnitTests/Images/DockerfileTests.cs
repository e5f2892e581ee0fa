namespace Platform.UnitTests.Images;

public sealed class DockerfileTests
{
    private static readonly string Services = Path.Combine(Repository.Folder, "services");

    [Fact]
    public void Every_service_has_one_and_they_differ_in_nothing_but_its_name()
    {
        var projects = Directory.EnumerateFiles(Services, "*.csproj", SearchOption.AllDirectories)
            .Where(project => File.ReadAllText(project).Contains("Microsoft.NET.Sdk.Web", StringComparison.Ordinal));

        var texts = projects.ToDictionary(project => project, TextWithoutName);

        Assert.Equal(5, texts.Count);
        Assert.All(texts.Values, text => Assert.Equal(texts.Values.First(), text));
    }

    [Fact]
    public void Every_project_of_the_services_is_restored_for_the_images()
    {
        var restored = File.ReadAllText(Path.Combine(Services, "Services.slnf"));

        Assert.All(
            Directory.EnumerateFiles(Services, "*.csproj", SearchOption.AllDirectories),
            project => Assert.Contains($"\"{Path.GetRelativePath(Repository.Folder, project).Replace('\\', '/')}\"", restored, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_one_is_built_by_docker_bake()
    {
        var bake = File.ReadAllText(Path.Combine(Repository.Folder, "docker-bake.hcl"));

        Assert.All(
            Directory.EnumerateFiles(Services, "Dockerfile", SearchOption.AllDirectories),
            file => Assert.Contains($"folder = \"{Path.GetRelativePath(Repository.Folder, Path.GetDirectoryName(file)!).Replace('\\', '/')}\"", bake, StringComparison.Ordinal));
    }

    private static string TextWithoutName(string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        return File.ReadAllText(Path.Combine(folder, "Dockerfile"))
            .Replace(Path.GetRelativePath(Repository.Folder, folder).Replace('\\', '/'), "{folder}", StringComparison.Ordinal)
            .Replace(Path.GetFileNameWithoutExtension(project), "{assembly}", StringComparison.Ordinal);
    }
}
