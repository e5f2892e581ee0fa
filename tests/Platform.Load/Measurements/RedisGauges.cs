using System.Globalization;
using Platform.Load.Rig;
using Platform.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Platform.Load.Measurements;

/// <summary>What Redis says of its own memory.</summary>
internal sealed class RedisGauges : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;

    private RedisGauges(ConnectionMultiplexer connection) => _connection = connection;

    public IDatabase Database => _connection.GetDatabase();

    /// <exception cref="CannotRunException">It does not answer.</exception>
    public static async Task<RedisGauges> OpenAsync(string redis)
    {
        var options = RedisUrl.Parse(redis);
        options.AllowAdmin = true;
        options.ClientName = "load";
        try
        {
            return new RedisGauges(await ConnectionMultiplexer.ConnectAsync(options));
        }
        catch (RedisConnectionException e)
        {
            throw new CannotRunException($"There is no Redis at {options.EndPoints[0]}: {e.Message}", e);
        }
    }

    /// <summary>All that is allocated, in bytes.</summary>
    public async Task<long> UsedMemoryAsync() =>
        Field(await AskAsync("INFO", "memory"), '\n', "used_memory:").Max();

    /// <summary>How many commands it has run since it started.</summary>
    public async Task<long> CommandsAsync() =>
        Field(await AskAsync("INFO", "stats"), '\n', "total_commands_processed:").Max();

    /// <summary>The longest output buffer of any client, in bytes: what Redis holds for one that reads too slowly.</summary>
    public async Task<long> LongestOutputBufferAsync() =>
        Field((await AskAsync("CLIENT", "LIST")).Replace('\n', ' '), ' ', "omem=").DefaultIfEmpty().Max();

    /// <summary>The numbers that follow a name in a text of fields.</summary>
    internal static IEnumerable<long> Field(string text, char separator, string name) => text
        .Split(separator)
        .Where(field => field.StartsWith(name, StringComparison.Ordinal))
        .Select(field => long.Parse(field.AsSpan(name.Length).Trim(), CultureInfo.InvariantCulture));

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>The connections of clients whose names begin so, each as the fields of its line in <c>CLIENT LIST</c>.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ClientsAsync(string prefix) =>
    [
        .. (await AskAsync("CLIENT", "LIST"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim().Split(' ').Select(field => field.Split('=', 2)).ToDictionary(field => field[0], field => field[^1], StringComparer.Ordinal))
            .Where(client => client.GetValueOrDefault("name", "").StartsWith(prefix, StringComparison.Ordinal)),
    ];

    private async Task<string> AskAsync(string command, string argument) =>
        (string?)await _connection.GetServers()[0].ExecuteAsync(command, argument) ?? "";
}
