using System.Collections.Concurrent;
using System.Diagnostics;

namespace Platform.UnitTests.Manifests;

/// <summary>Builds the overlays of deploy/k8s, each once, with the program that <c>KUSTOMIZE</c> names (<c>kubectl kustomize</c>, say).</summary>
internal static class Kustomize
{
    private static readonly string[] Command = (Environment.GetEnvironmentVariable("KUSTOMIZE") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
    private static readonly string Folder = Path.Combine(Repository.Folder, "deploy", "k8s", "overlays");
    private static readonly ConcurrentDictionary<string, Lazy<string>> Built = new(StringComparer.Ordinal);

    public static bool IsMissing => Command.Length == 0;

    public static IEnumerable<string> Overlays => Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    /// <summary>The YAML of all objects of an overlay.</summary>
    public static string Build(string overlay) => Built.GetOrAdd(overlay, name => new Lazy<string>(() => Run(Path.Combine(Folder, name)))).Value;

    private static string Run(string folder)
    {
        var start = new ProcessStartInfo(Command[0], [.. Command[1..], folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var yaml = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{folder} can't be built: {errors.Result}");
        return yaml;
    }
}
