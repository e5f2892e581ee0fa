namespace Platform.UnitTests.Licences;

/// <summary>What a package says of itself; <paramref name="Ships"/> where it is in an image or comes with a client.</summary>
internal sealed record Package(string Name, string Version, string? Licence, string? Copyright, bool Ships)
{
    /// <summary>Each once, as one that ships where it does anywhere.</summary>
    public static IReadOnlyList<Package> Once(IEnumerable<Package> packages) =>
    [
        .. packages.GroupBy(package => (package.Name, package.Version))
            .Select(same => same.First() with { Ships = same.Any(package => package.Ships) })
            .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(package => package.Version, StringComparer.Ordinal),
    ];
}
