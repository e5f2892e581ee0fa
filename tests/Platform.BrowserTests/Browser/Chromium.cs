namespace Platform.BrowserTests.Browser;

/// <summary>The Chromium that CHROMIUM_PATH names, else the distribution's; ./test.sh sees to it that there is one where it can be had.</summary>
public static class Chromium
{
    private const string Distribution = "/usr/bin/chromium";

    public static string? Path { get; } =
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } path ? path
        : File.Exists(Distribution) ? Distribution
        : null;

    public static bool IsThere => Path is not null;
}

/// <summary>A test that needs a browser, and is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute(
        [System.Runtime.CompilerServices.CallerFilePath] string? file = null, [System.Runtime.CompilerServices.CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = "There is no Chromium here: install the distribution's, or let CHROMIUM_PATH name one.";
        SkipType = typeof(Chromium);
        SkipUnless = nameof(Chromium.IsThere);
        // Everything in it waits generously; this bounds what never comes.
        Timeout = 180_000;
    }
}
