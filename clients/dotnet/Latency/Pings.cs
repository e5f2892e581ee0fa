using Microsoft.AspNetCore.SignalR;
using Platform.Client.Connection;
using Platform.Contracts.Hub;

namespace Platform.Client.Latency;

/// <summary>Pings the node, at once and each 15 s: for the round trip, for its clock, and to notice a connection that is dead.</summary>
internal sealed class Pings(ServerClock clock, TimeProvider time, Action<double> measured)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    // The first ones come sooner: one alone may have met a busy moment.
    private static readonly TimeSpan[] FirstIntervals = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task RunAsync(Hub hub, CancellationToken closing)
    {
        // Another node's clock may differ.
        clock.Forget();
        for (var count = 0; await PingAsync(hub, closing); count++)
        {
            if (!await hub.LivesAfterAsync(count < FirstIntervals.Length ? FirstIntervals[count] : Interval, time, closing))
            {
                return;
            }
        }
    }

    private async Task<bool> PingAsync(Hub hub, CancellationToken closing)
    {
        try
        {
            var sent = clock.Local;
            var answer = await hub.CallAsync<ServerTime>(HubMethods.Ping, sent, closing).WaitAsync(Patience, time, closing);
            measured(clock.Answered(sent, answer.Milliseconds));
            return true;
        }
        catch (HubException)
        {
            // Refused for calling too often: the connection lives.
            return true;
        }
        catch (Exception e)
        {
            // An open connection that does not answer is none.
            hub.Leave(e);
            return false;
        }
    }
}
