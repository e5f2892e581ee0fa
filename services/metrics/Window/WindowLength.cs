namespace Platform.Metrics.Window;

/// <summary>A window: how far back it reaches, and how fine its slots are.</summary>
internal sealed record WindowLength(string Name, int Seconds)
{
    public static readonly WindowLength Minute = new("1m", 60);
    public static readonly WindowLength FiveMinutes = new("5m", 300);
    public static readonly WindowLength Hour = new("1h", 3600);

    public static IReadOnlyList<WindowLength> All { get; } = [Minute, FiveMinutes, Hour];

    /// <summary>Each window has as many slots, so that the longest costs no more to read than the shortest.</summary>
    public const int Slots = 60;

    public int SlotSeconds => Seconds / Slots;

    public static WindowLength? Find(string? name) => All.FirstOrDefault(window => window.Name == name);
}
