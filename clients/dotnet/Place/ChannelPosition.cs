using Platform.Contracts.Hub;

namespace Platform.Client.Place;

/// <summary>Where a client stands in a channel; kept somewhere, another subscription can go on from there.</summary>
/// <param name="Epoch">The life of the channel's history that the offsets belong to.</param>
/// <param name="Offsets">The last offset seen in each lane.</param>
public sealed record ChannelPosition(string Epoch, Offsets Offsets);
