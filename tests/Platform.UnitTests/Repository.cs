namespace Platform.UnitTests;

/// <summary>The checkout that the tests were built from, for what is true of its files.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Platform.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}
