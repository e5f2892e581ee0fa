using Microsoft.AspNetCore.SignalR;
using Platform.Contracts.Hub;

namespace Platform.Client.Place;

/// <summary>
/// Asks for one channel over one connection, an ask at a time: a later one waits for the earlier one's answer and goes on from there. Two
/// at once, both without a position, would begin the stream at two places, and what lies between them would be lost unseen.
/// </summary>
internal sealed class SubscriptionAsks(ChannelSubscription subscription, TimeProvider time)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private object? _connection;
    private Task _last = Task.CompletedTask;

    /// <summary>Completes when the channel has answered or was refused; fails when the connection is over.</summary>
    /// <param name="connection">Whose asks wait for each other: of an earlier connection no answer comes any more.</param>
    /// <param name="ask">One call.</param>
    /// <param name="isOver">Whether the connection ended meanwhile.</param>
    public Task<SubscribeAnswer?> AskAsync(object connection, Func<SubscribeRequest, Task<SubscribeAnswer>> ask, Func<bool> isOver)
    {
        lock (_lock)
        {
            var before = ReferenceEquals(_connection, connection) ? _last : Task.CompletedTask;
            _connection = connection;
            var asking = AfterAsync(before, ask, isOver);
            _last = asking;
            return asking;
        }
    }

    private async Task<SubscribeAnswer?> AfterAsync(Task before, Func<SubscribeRequest, Task<SubscribeAnswer>> ask, Func<bool> isOver)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (; !isOver() && !subscription.IsOver; await Task.Delay(AskAgain, time))
        {
            try
            {
                var answer = await ask(subscription.Stream.Ask());
                if (isOver() || subscription.IsOver)
                {
                    return null;
                }

                if (answer.Error is null)
                {
                    subscription.Answered(answer);
                }

                if (answer.Error != SubscribeErrors.Unavailable)
                {
                    return answer;
                }
            }
            catch (HubException)
            {
                // Too many calls; a little later there is room.
            }
        }

        return null;
    }
}
