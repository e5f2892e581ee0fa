namespace Platform.IntegrationTests;

/// <summary>When tests run, beside always: those that take minutes each are left out by <c>./test.sh --quick</c>.</summary>
internal static class Tier
{
    public const string Name = "Tier";
    public const string Nightly = "nightly";
}
