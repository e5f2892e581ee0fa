using Platform.Client.Latency;

namespace Platform.Client.Access;

/// <summary>The app's tokens: a new one for each connection, and the newest one for publishing as long as it lives.</summary>
internal sealed class Tokens(PlatformClientOptions options, ServerClock clock)
{
    private volatile string? _newest;

    public async Task<string> NextAsync(CancellationToken cancellationToken) => _newest = await options.GetToken(cancellationToken);

    public async Task<string> CurrentAsync(CancellationToken cancellationToken) =>
        _newest is { } known && TokenLife.LeftMs(known, clock.Now) > 0 ? known : await NextAsync(cancellationToken);
}
