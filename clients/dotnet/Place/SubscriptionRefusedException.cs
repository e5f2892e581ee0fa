namespace Platform.Client.Place;

/// <summary>A channel may not be read, or is none.</summary>
public sealed class SubscriptionRefusedException(string channel, string reason) : Exception($"The channel {channel} is refused: {reason}.")
{
    /// <summary>The word of the protocol: <c>forbidden</c>, <c>invalid_channel</c>, <c>too_many_subscriptions</c>.</summary>
    public string Reason => reason;
}
