using System.Text.Json.Serialization;
using Platform.Contracts.Lanes;

namespace Platform.Contracts.Hub;

/// <summary>An offset for each lane of a channel; a lane that is absent from a request starts now.</summary>
public sealed record Offsets
{
    /// <summary>The offset in the lane critical.</summary>
    [JsonPropertyName("critical"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Critical { get; init; }

    /// <summary>The offset in the lane high.</summary>
    [JsonPropertyName("high"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? High { get; init; }

    /// <summary>The offset in the lane normal.</summary>
    [JsonPropertyName("normal"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Normal { get; init; }

    /// <summary>The offset in a lane.</summary>
    [JsonIgnore]
    public long? this[Lane lane] => lane switch
    {
        Lane.Critical => Critical,
        Lane.High => High,
        _ => Normal,
    };

    /// <summary>The offsets that a function gives for the lanes.</summary>
    public static Offsets From(Func<Lane, long?> offset) => new()
    {
        Critical = offset(Lane.Critical),
        High = offset(Lane.High),
        Normal = offset(Lane.Normal),
    };
}
