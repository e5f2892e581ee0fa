using Microsoft.AspNetCore.SignalR;
using Platform.Client.Connection;
using Platform.Client.Latency;
using Platform.Contracts.Hub;

namespace Platform.Client.Access;

/// <summary>Gives an open connection a newer token in time, so that it need not end with the old one.</summary>
internal sealed class Refresh(Tokens tokens, ServerClock clock, TimeProvider time, Action<RefreshAnswer> refreshed)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public async Task RunAsync(Hub hub, CancellationToken closing)
    {
        // Looked at anew each time: of a long life a day has passed, and the server's clock is known better.
        while (TokenLife.LeftMs(hub.Token, clock.Now) is { } left)
        {
            var wait = Math.Clamp(left, RetryAfter.TotalMilliseconds, Longest.TotalMilliseconds);
            if (!await hub.LivesAfterAsync(TimeSpan.FromMilliseconds(wait), time, closing))
            {
                return;
            }

            if (TokenLife.LeftMs(hub.Token, clock.Now) <= RetryAfter.TotalMilliseconds)
            {
                await TryAsync(hub, closing);
            }
        }
    }

    /// <summary>Asks for a newer token now.</summary>
    public async Task NowAsync(Hub hub, CancellationToken closing)
    {
        var token = await tokens.NextAsync(closing);
        var answer = await hub.CallAsync<RefreshAnswer>(HubMethods.RefreshToken, token, closing);
        hub.Token = token;
        refreshed(answer);
    }

    private async Task TryAsync(Hub hub, CancellationToken closing)
    {
        try
        {
            await NowAsync(hub, closing);
        }
        catch (HubException e) when (e.Message.Contains(CallErrors.OtherSubject, StringComparison.Ordinal))
        {
            hub.Leave(new AccessDeniedException(e.Message, e));
        }
        catch (AccessDeniedException e)
        {
            hub.Leave(e);
        }
        catch (Exception)
        {
            // A little later it may be there; if not, the connection ends with its token, and the next one resumes.
        }
    }
}
