using Platform.Load.Rig;
using Platform.Load.Scenarios;

namespace Platform.Load.Drill;

/// <summary>What faults are done to.</summary>
/// <param name="Plan">What was asked.</param>
/// <param name="Processes">The stack's processes.</param>
/// <param name="Servers">RabbitMQ and Redis, as far as they are the stack's own.</param>
/// <param name="Session">The clients.</param>
internal sealed record DrillField(DrillPlan Plan, StackProcesses Processes, StackServers Servers, LoadSession Session);
