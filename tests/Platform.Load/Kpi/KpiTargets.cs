namespace Platform.Load.Kpi;

/// <summary>The success metrics of the plan that the product grew from.</summary>
internal static class KpiTargets
{
    public const double DeliveryMs = 10;
    public const double RecoverySeconds = 2;
    public const double EventsPerSecond = 10_000;
    public const double Connections = 1_000;
    public const double UptimePercent = 99.9;
    public const double BuffersMib = 50;
    public const double EdgeCpuPercent = 5;
    public const double MessageBytes = 1024;
    public const double MobileMs = 20;
}
