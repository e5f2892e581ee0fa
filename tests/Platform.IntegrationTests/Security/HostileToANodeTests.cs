namespace Platform.IntegrationTests.Security;

/// <summary>The attacks on a node that somebody reaches past the gateway.</summary>
[Trait(Tier.Name, Tier.Nightly)]
public sealed class HostileToANodeTests(HostileNode hostile) : HostileClientTests(hostile), IClassFixture<HostileNode>;
