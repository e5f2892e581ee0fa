namespace Platform.UnitTests.Licences;

/// <summary>Allowed is what asks for no more than its text and the names, and whose text is in LICENSES. Expressions are SPDX's.</summary>
internal sealed class LicencePolicy(IReadOnlyCollection<string> texts)
{
    public static LicencePolicy OfTheRepository() =>
        new([.. Directory.EnumerateFiles(Path.Combine(Repository.Folder, "LICENSES")).Select(file => Path.GetFileNameWithoutExtension(file)!)]);

    public IReadOnlyCollection<string> Texts => texts;

    public IEnumerable<string> Faults(IEnumerable<Package> packages) =>
        packages.Where(package => Chosen(package.Licence).Count == 0).Select(package => $"{package.Name} {package.Version}: {package.Licence ?? "no licence"}");

    /// <summary>The licences of the first choice that is allowed; none where nothing is.</summary>
    public IReadOnlyList<string> Chosen(string? expression) =>
        (expression ?? "").Trim('(', ')').Split(" OR ").Select(choice => choice.Split(" AND ")).FirstOrDefault(choice => choice.All(texts.Contains)) ?? [];
}
