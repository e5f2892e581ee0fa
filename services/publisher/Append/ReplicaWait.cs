using System.Net;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Platform.Publisher.Append;

/// <summary>
/// Waits until replicas hold what a call wrote (guarantee 1). It narrows the window in which a failover loses what was acked; only
/// RabbitMQ's confirm before and a Redis that survives after can close it.
/// </summary>
internal sealed partial class ReplicaWait(IOptionsMonitor<AppendOptions> options, ILogger<ReplicaWait> logger)
{
    // WAIT holds up its connection, and with it the other lanes' calls: a piece at a time.
    private const int PieceMs = 250;

    private int _isBehind;

    /// <summary>Makes the call, whose answer says third how many replicas follow, and waits for those that are to hold what it wrote.</summary>
    public async Task<RedisResult> CallAsync(
        IConnectionMultiplexer redis, RedisKey key, Func<Task<RedisResult>> call, CancellationToken cancellationToken)
    {
        var socket = Socket.To(redis, key);
        var answer = await call();
        var wanted = options.CurrentValue.WaitReplicas ?? Math.Min(1, (int)answer[2]);
        if (wanted > 0)
        {
            await WaitAsync(socket.Server, wanted, cancellationToken);
            if (Socket.To(redis, key) != socket)
            {
                // WAIT speaks of what its own connection wrote, and this one may not be the call's.
                throw new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "The connection changed before replicas were asked.");
            }
        }

        return answer;
    }

    private async Task WaitAsync(IServer server, int wanted, CancellationToken cancellationToken)
    {
        var isOptional = options.CurrentValue.WaitReplicas is null;
        var left = isOptional ? options.CurrentValue.WaitTimeoutMs : int.MaxValue;
        var held = 0;
        for (; held < wanted && left > 0; left -= PieceMs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            held = (int)await server.ExecuteAsync("WAIT", wanted, Math.Min(left, PieceMs));
            Tell(held >= wanted, held, wanted);
        }
    }

    private void Tell(bool isHeld, int held, int wanted)
    {
        if (Interlocked.Exchange(ref _isBehind, isHeld ? 0 : 1) is var before && before == 1 && isHeld)
        {
            LogHeld(held);
        }
        else if (before == 0 && !isHeld)
        {
            LogBehind(held, wanted);
        }
    }

    [LoggerMessage(130, LogLevel.Warning, "Replicas of Redis are behind: {Held} of {Wanted} hold what was just appended.")]
    private partial void LogBehind(int held, int wanted);

    [LoggerMessage(131, LogLevel.Information, "Replicas of Redis are in step again: {Held} hold what was just appended.")]
    private partial void LogHeld(int held);

    // One life of the connection to the server that holds a key.
    private readonly record struct Socket(IServer Server, EndPoint EndPoint, long Number)
    {
        public static Socket To(IConnectionMultiplexer redis, RedisKey key)
        {
            try
            {
                var server = redis.GetServer(key);
                return new Socket(server, server.EndPoint, server.GetCounters().Interactive.SocketCount);
            }
            catch (InvalidOperationException e)
            {
                // Said of a server that is away; every other call says it like this.
                throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, e.Message, e);
            }
        }
    }
}
