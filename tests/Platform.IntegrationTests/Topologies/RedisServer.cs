using System.Diagnostics;
using System.Globalization;
using Platform.IntegrationTests.Stack;
using StackExchange.Redis;

namespace Platform.IntegrationTests.Topologies;

/// <summary>Which server a test starts.</summary>
public enum RedisProgram
{
    Redis,
    Valkey,
}

/// <summary>A Redis server of a test's own, with its folder: to be killed, frozen, emptied, demoted.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _program;
    private readonly string[] _settings;
    private Process? _process;
    private ConnectionMultiplexer? _admin;
    private CommandMap _commands = CommandMap.Default;

    private RedisServer(string program, string[] settings)
    {
        _program = program;
        _settings = settings;
    }

    public int Port { get; } = FreePort.Next();

    public string Folder { get; } = Directory.CreateTempSubdirectory("platform-redis-").FullName;

    public string EndPoint => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    public IDatabase Database => _admin!.GetDatabase();

    /// <summary>Starts one with further settings; the test is skipped where the machine has no redis-server.</summary>
    public static Task<RedisServer> StartAsync(params string[] settings) => StartAsync(RedisProgram.Redis, settings);

    /// <summary>The same of either program.</summary>
    public static async Task<RedisServer> StartAsync(RedisProgram program, params string[] settings)
    {
        var server = Prepare(program, settings);
        await server.StartAsync();
        return server;
    }

    /// <summary>One that does not run yet.</summary>
    public static RedisServer Prepare(RedisProgram program = RedisProgram.Redis, params string[] settings)
    {
        SkipUnlessThere(program);
        return new RedisServer(PathOf(program), settings);
    }

    /// <summary>Of no use in fixtures, whose end by an exception is the tests' failure.</summary>
    public static void SkipUnlessThere(RedisProgram program) =>
        Assert.SkipUnless(IsThere(program), $"There is no {program.ToString().ToLowerInvariant()}-server on this machine ({VariableOf(program)} may name one).");

    public static bool IsThere(RedisProgram program)
    {
        try
        {
            using var version = Process.Start(new ProcessStartInfo(PathOf(program), "--version") { RedirectStandardOutput = true })!;
            version.WaitForExit();
            return version.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public async Task StartAsync()
    {
        Launch(["--port", Port.ToString(CultureInfo.InvariantCulture), "--save", "", .. _settings]);
        await WaitAsync(async () => (await ExecuteAsync("PING")).ToString() == "PONG");
    }

    /// <summary>As a sentinel, with a configuration that it keeps for itself.</summary>
    public async Task StartAsSentinelAsync(string configuration)
    {
        var file = Path.Combine(Folder, "sentinel.conf");
        await File.WriteAllTextAsync(file, $"port {Port.ToString(CultureInfo.InvariantCulture)}\nbind 127.0.0.1\ndir {Folder}\n{configuration}\n");
        _commands = CommandMap.Sentinel;
        Launch([file, "--sentinel"]);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    public async Task<RedisResult> ExecuteAsync(string command, params object[] arguments) =>
        await (await AdminAsync())!.GetServers()[0].ExecuteAsync(command, arguments);

    public async Task WaitForInfoAsync(string section, string line) => await WaitAsync(async () =>
        ((string)(await ExecuteAsync("INFO", section))!).Contains(line, StringComparison.Ordinal));

    /// <summary>Waits for something that Redis does in its own time.</summary>
    public static async Task WaitAsync(Func<Task<bool>> isSo)
    {
        string why = "";
        for (var deadline = DateTime.UtcNow + Patience; DateTime.UtcNow < deadline; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            try
            {
                if (await isSo())
                {
                    return;
                }
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                why = e.Message;
            }
        }

        Assert.Fail($"Waited {Patience.TotalSeconds} s. {why}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_admin is not null)
        {
            await _admin.DisposeAsync();
        }

        await KillAsync();
        _process?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<ConnectionMultiplexer?> AdminAsync() => _admin ??= await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
    {
        EndPoints = { EndPoint },
        CommandMap = _commands,
        AllowAdmin = true,
        ConnectRetry = 1,
        ConnectTimeout = 500,
        // Only this server, whatever it knows of others.
        ConfigCheckSeconds = 0,
    });

    private void Launch(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(_program, [.. arguments, "--bind", "127.0.0.1", "--dir", Folder, "--logfile", Path.Combine(Folder, "log")]);
        _process = Process.Start(start)!;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static string VariableOf(RedisProgram program) => $"{program}_SERVER".ToUpperInvariant();

    private static string PathOf(RedisProgram program) =>
        Environment.GetEnvironmentVariable(VariableOf(program)) is { Length: > 0 } path ? path : $"{program}-server".ToLowerInvariant();
}
