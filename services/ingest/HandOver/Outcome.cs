namespace Platform.Ingest.HandOver;

/// <summary>What became of events that were handed over, the better first.</summary>
internal enum Outcome
{
    /// <summary>RabbitMQ has them.</summary>
    Confirmed,

    /// <summary>RabbitMQ said no: the lane is full, or has no leader just now. It does not have them.</summary>
    Refused,

    /// <summary>The broker was away; they were not sent.</summary>
    Away,

    /// <summary>They were sent, or may have been, and no answer came.</summary>
    Unknown,
}

/// <summary>What became of a whole request.</summary>
/// <param name="Outcome">The worst of its parts.</param>
/// <param name="MaybeQueued">Whether some of it may be in RabbitMQ although the whole was not confirmed.</param>
internal readonly record struct HandOverResult(Outcome Outcome, bool MaybeQueued);
