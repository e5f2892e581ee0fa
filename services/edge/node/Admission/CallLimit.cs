using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Platform.Contracts.Hub;
using Platform.Edge.Connections;

namespace Platform.Edge.Admission;

/// <summary>
/// Answers calls beyond the limit with an error, and ends a connection that does not heed it. A refusal is written to no log: whoever
/// is refused often would fill it.
/// </summary>
internal sealed partial class CallLimit(IOptionsMonitor<ConnectionOptions> options, ILogger<CallLimit> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        Take(call.Context.Features.Get<ClientConnection>()!);
        try
        {
            return await next(call);
        }
        catch (Exception e) when (e is not HubException)
        {
            // Without the arguments: they may be a token.
            LogFailed(call.HubMethodName, e);
            throw;
        }
    }

    private void Take(ClientConnection connection)
    {
        var limits = options.CurrentValue;
        if (connection.Calls.TryTake(limits))
        {
            return;
        }

        if (connection.Calls.Refused > limits.MaxRefusedCalls)
        {
            connection.End(CloseReasons.TooManyCalls, mayReconnect: false);
        }

        throw new HubException($"{CallErrors.TooManyCalls}: at most {limits.CallsPerSecond} calls a second; wait before the next one.");
    }

    [LoggerMessage(250, LogLevel.Error, "A call of {Method} failed.")]
    private partial void LogFailed(string method, Exception e);
}
