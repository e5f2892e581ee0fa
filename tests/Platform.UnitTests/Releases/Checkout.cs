using System.Diagnostics;

namespace Platform.UnitTests.Releases;

/// <summary>A small repository with the build's own files and one project.</summary>
internal sealed class Checkout : IDisposable
{
    private static readonly string[] BuildFiles = ["Directory.Build.props", "Directory.Build.targets"];

    private readonly string folder = Directory.CreateTempSubdirectory("platform-version-").FullName;

    private Checkout()
    {
    }

    public static async Task<Checkout> BeginAsync()
    {
        var checkout = new Checkout();
        foreach (var file in BuildFiles)
        {
            File.Copy(Path.Combine(Repository.Folder, file), Path.Combine(checkout.folder, file));
        }

        await File.WriteAllTextAsync(Path.Combine(checkout.folder, "Any.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        await checkout.GitAsync("init", "-q");
        await checkout.GitAsync("add", ".");
        await checkout.CommitAsync();
        return checkout;
    }

    public Task CommitAsync() => GitAsync("commit", "-q", "--allow-empty", "-m", "Any");

    public async Task<Checkout> CloneAsync(params string[] options)
    {
        var clone = new Checkout();
        await GitAsync(["clone", "-q", .. options, $"file://{folder}", clone.folder]);
        return clone;
    }

    public Task<string> GitAsync(params string[] arguments) =>
        RunAsync("git", ["-c", "user.name=Any", "-c", "user.email=any@example.com", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false", .. arguments]);

    public Task<string> VersionAsync(params string[] options) =>
        RunAsync("dotnet", ["msbuild", "Any.csproj", "-nodeReuse:false", "-target:GetAssemblyVersion", "-getProperty:Version", .. options]);

    public void ForgetGit() => Directory.Delete(Path.Combine(folder, ".git"), recursive: true);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {output}");
    }
}
