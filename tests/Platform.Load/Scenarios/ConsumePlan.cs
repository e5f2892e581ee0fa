namespace Platform.Load.Scenarios;

/// <summary>What a run of <c>consume</c> is asked to do.</summary>
/// <param name="Broker">RabbitMQ's address.</param>
/// <param name="Messages">How many messages are read each time.</param>
/// <param name="Rounds">How often.</param>
internal sealed record ConsumePlan(Uri Broker, int Messages, int Rounds);
