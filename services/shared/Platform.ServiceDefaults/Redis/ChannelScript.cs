using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Platform.ServiceDefaults.Redis;

/// <summary>
/// A Lua script that works on channels, with channel_epoch.lua in front of it: it sees, at each run, which life of which server it
/// runs in. Called by its hash; a server that does not know it yet is sent the text.
/// </summary>
public sealed class ChannelScript
{
    private readonly string _text;
    private readonly byte[] _hash;

    private ChannelScript(string text)
    {
        _text = text;
#pragma warning disable CA5350 // Redis names scripts by it; nothing is kept safe with it.
        _hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
    }

    /// <summary>Reads a script that is embedded in the given type's assembly.</summary>
    public static ChannelScript FromResource(Type owner, string name) =>
        new(Read(typeof(ChannelScript).Assembly, "channel_epoch.lua") + Read(owner.Assembly, name));

    /// <summary>Runs the script on the server that holds the keys.</summary>
    public async Task<RedisResult> EvaluateAsync(IConnectionMultiplexer redis, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await redis.GetDatabase().ScriptEvaluateAsync(_hash, keys, arguments).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await redis.GetDatabase().ScriptEvaluateAsync(_text, keys, arguments).ConfigureAwait(false);
        }
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"No embedded script '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
