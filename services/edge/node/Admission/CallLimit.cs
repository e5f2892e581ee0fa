using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.Contracts.Hub;
using Platform.Edge.Connections;

namespace Platform.Edge.Admission;

/// <summary>Answers calls beyond the limit with an error, and ends a connection that does not heed it.</summary>
internal sealed class CallLimit(IOptionsMonitor<ConnectionOptions> options) : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connection = call.Context.Features.Get<ClientConnection>()!;
        var limits = options.CurrentValue;
        if (connection.Calls.TryTake(limits))
        {
            return next(call);
        }

        if (connection.Calls.Refused > limits.MaxRefusedCalls)
        {
            connection.End(CloseReasons.TooManyCalls, mayReconnect: false);
        }

        throw new HubException($"{CallErrors.TooManyCalls}: at most {limits.CallsPerSecond} calls a second; wait before the next one.");
    }
}
