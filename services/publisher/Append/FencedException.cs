using StackExchange.Redis;

namespace Platform.Publisher.Append;

/// <summary>Another publisher has taken the lane; nothing of this session may be written any more.</summary>
internal sealed class FencedException(RedisServerException cause) : Exception(cause.Message, cause)
{
    public static bool Is(Exception e) => e is RedisServerException && e.Message.StartsWith("FENCED", StringComparison.Ordinal);
}
