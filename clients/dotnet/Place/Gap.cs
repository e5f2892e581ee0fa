using Platform.Contracts.Lanes;

namespace Platform.Client.Place;

/// <summary>Events that were missed and can't be had any more.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Lane">The lane.</param>
/// <param name="From">The first offset that is missing; <c>null</c> where history was lost as a whole.</param>
/// <param name="To">The last one.</param>
public sealed record Gap(string Channel, Lane Lane, long? From, long To);
