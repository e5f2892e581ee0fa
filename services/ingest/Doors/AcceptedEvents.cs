namespace Platform.Ingest.Doors;

/// <summary>The answer 202: RabbitMQ has confirmed every one.</summary>
/// <param name="Accepted">How many.</param>
/// <param name="Ids">Their ids, in the request's order.</param>
internal sealed record AcceptedEvents(int Accepted, IReadOnlyList<string> Ids);
