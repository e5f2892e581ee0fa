using System.ComponentModel.DataAnnotations;

namespace Platform.Edge.Drain;

/// <summary>How a node leaves.</summary>
internal sealed class DrainOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Drain";

    /// <summary>
    /// Over how long a node that was told to stop (SIGTERM) spreads its clients' reconnects; then the rest is closed, and the node
    /// stops. What stops the process by force must wait longer. 0: at once. Unit: seconds. Default: 10.
    /// </summary>
    [Range(0, 3_600)]
    public int WindowSeconds { get; set; } = 10;
}
