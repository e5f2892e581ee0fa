using Platform.Load.Rig;

namespace Platform.Load.Scenarios;

/// <summary>What a run of <c>idle</c> is asked to do.</summary>
internal sealed record IdlePlan
{
    public required Target Target { get; init; }

    public required int Connections { get; init; }

    /// <summary>Topics that each subscribes to, none of which another has; 0: each has the channel of its token.</summary>
    public required int ChannelsEach { get; init; }

    /// <summary>How long they are left alone while it is measured, and how long nobody is before.</summary>
    public required TimeSpan Hold { get; init; }

    /// <summary>After connecting, until the watch of new connections and the like is over.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public int Channels => Connections * Math.Max(1, ChannelsEach);

    /// <summary>The plan in a line.</summary>
    public string Summary =>
        $"{Connections:N0} idle connections with {Channels:N0} channels, {(Target.Direct is [] ? "through the gateway" : "to the edge nodes")}; {Hold.TotalSeconds:0} s without them and {Hold.TotalSeconds:0} s with them";
}
