using System.Text.Json;

namespace Platform.UnitTests.Licences;

/// <summary>What the lock files of our npm projects name.</summary>
internal static class NpmPackages
{
    private const string Installed = "node_modules/";

    public static IReadOnlyList<Package> Read() => Package.Once(
        [.. Locked("clients/typescript", ships: true), .. Locked("tests/node", ships: false)]);

    private static IEnumerable<Package> Locked(string folder, bool ships)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, folder, "package-lock.json")));
        return
        [
            .. file.RootElement.GetProperty("packages").EnumerateObject()
                .Where(package => package.Name.Contains(Installed, StringComparison.Ordinal))
                .Select(package => new Package(
                    package.Name[(package.Name.LastIndexOf(Installed, StringComparison.Ordinal) + Installed.Length)..],
                    package.Value.GetProperty("version").GetString()!,
                    package.Value.TryGetProperty("license", out var licence) ? licence.GetString() : null,
                    Copyright: null,
                    ships && !package.Value.TryGetProperty("dev", out _))),
        ];
    }
}
