namespace Platform.Contracts.Latency;

/// <summary>A stage's name in metrics and in the API.</summary>
public static class StageName
{
    private static readonly string[] Names = [.. Enum.GetValues<Stage>().Select(stage => stage == Stage.Total ? "written" : stage.ToString().ToLowerInvariant())];

    /// <summary>The stage's name; the way up to the connection is called <c>written</c>, since <c>total</c> may reach further.</summary>
    public static string Name(this Stage stage) => Names[(int)stage];
}
