using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Platform.ServiceDefaults.Hosting;

namespace Platform.UnitTests.Hosting;

/// <summary>The folder is laid out as the kubelet does it: files are links into a folder behind a link, which is exchanged.</summary>
public sealed class SettingsFolderTests : IDisposable
{
    private const string File = "Gateway__Canary__Percent";
    private const string Setting = "Gateway:Canary:Percent";

    private readonly string _folder = Directory.CreateTempSubdirectory("platform-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_a_setting_that_wins_and_is_read_again_when_it_changes()
    {
        Mount("10\n");
        Link(Path.Combine(_folder, File), Path.Combine("..data", File));
        var builder = WebApplication.CreateBuilder([$"--Service:SettingsFolder={_folder}", $"--{Setting}=5"]);

        builder.AddSettingsFolder();
        await using var app = builder.Build();
        Assert.Equal("10", app.Configuration[Setting]);

        Mount("50\n");
        for (var waited = Stopwatch.StartNew(); app.Configuration[Setting] != "50" && waited.Elapsed < TimeSpan.FromSeconds(30);)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal("50", app.Configuration[Setting]);
    }

    [Fact]
    public void A_folder_that_is_named_and_missing_stops_the_start()
    {
        var builder = WebApplication.CreateBuilder([$"--Service:SettingsFolder={Path.Combine(_folder, "missing")}"]);

        Assert.Throws<DirectoryNotFoundException>(builder.AddSettingsFolder);
    }

    private void Mount(string value)
    {
        var version = Directory.CreateDirectory(Path.Combine(_folder, $"..{Guid.NewGuid():N}")).FullName;
        System.IO.File.WriteAllText(Path.Combine(version, File), value);
        var current = Path.Combine(_folder, "..data");
        if (Directory.Exists(current))
        {
            Directory.Delete(current);
        }

        Link(current, Path.GetFileName(version));
    }

    private static void Link(string path, string target) => System.IO.File.CreateSymbolicLink(path, target);
}
