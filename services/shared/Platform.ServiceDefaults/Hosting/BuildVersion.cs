using System.Reflection;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>What the build says of itself: the version, and the beginning of the commit where it is known.</summary>
internal static class BuildVersion
{
    private const int CommitLength = 8;

    public static string Short { get; } = Shorten(
        typeof(BuildVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");

    private static string Shorten(string version) =>
        version.Split('+') is [var number, var commit] ? $"{number}+{commit[..Math.Min(CommitLength, commit.Length)]}" : version;
}
