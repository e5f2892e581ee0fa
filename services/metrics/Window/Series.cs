using Platform.Contracts.Lanes;
using Platform.Contracts.Latency;

namespace Platform.Metrics.Window;

/// <summary>What is measured apart from everything else.</summary>
internal readonly record struct Series(Stage Stage, Lane Lane, string EventType);
