using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>What every service instance is told about itself.</summary>
public sealed class ServiceOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Service";

    /// <summary>The instance's name in logs, metrics and broker connections. Default: the service's name and the host's.</summary>
    [MaxLength(128)]
    public string Name { get; set; } = "";

    /// <summary>
    /// The version by which the dashboard tells a canary from the others; set it where two builds have the same. Default: the build's.
    /// </summary>
    [MaxLength(64)]
    public string Version { get; set; } = "";

    /// <summary>
    /// A folder whose files are settings: the name as in the environment (<c>Gateway__Canary__Percent</c>), the content the value. They
    /// win over all others, and a changed file is read again within seconds, for what may change at run time. For secrets and settings
    /// that an orchestrator mounts. Default: none.
    /// </summary>
    public string? SettingsFolder { get; set; }

    /// <summary>
    /// Says that the addresses this service listens on are reachable from this machine only, although they are not loopback
    /// addresses (a container whose port is published on 127.0.0.1). Without it, a service in Development refuses to start on
    /// such an address, since Development has open doors. Default: false.
    /// </summary>
    public bool OnlyReachableFromLoopback { get; set; }

    /// <summary>
    /// A file that says by how many seconds this service's clock is wrong, read again within 100 ms: for the drill of a clock that steps.
    /// In Development only; elsewhere a service that has it does not start. Default: none.
    /// </summary>
    public string? ClockOffsetFile { get; set; }
}
