using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Platform.Load.Rig;

namespace Platform.Load.Drill;

/// <summary>RabbitMQ and Redis of the stack that <c>./run.sh</c> started here. Servers of somebody else are never touched.</summary>
internal sealed class StackServers(Target target, StackProcesses processes)
{
    public const string RabbitMq = "rabbitmq", Redis = "redis";

    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public bool Owns(string server) => processes.All.ContainsKey(server);

    public Uri UrlOf(string server) => server == Redis ? new Uri(target.RequireRedis()) : target.RequireRabbitMq();

    /// <summary>Whether <see cref="ControlRabbitMqAsync"/> can work.</summary>
    public bool HasRabbitMqControl => Owns(RabbitMq) && ControlScript(Environment()) is not null;

    /// <summary>Starts it again and returns when it answers.</summary>
    public async Task StartAsync(string server)
    {
        await processes.RestartAsync(server, CancellationToken.None);
        var since = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(server))
        {
            if (Stopwatch.GetElapsedTime(since) > AnswersWithin)
            {
                throw new CannotRunException($"{server} has not come back; see .run/logs/{server}.log.");
            }

            await Task.Delay(LookEvery);
        }
    }

    /// <summary>Removes what a stopped Redis would read again.</summary>
    public void EmptyRedis()
    {
        var files = Path.Combine(processes.Checkout, ".run", Redis, "appendonlydir");
        if (Directory.Exists(files))
        {
            Directory.Delete(files, recursive: true);
        }
    }

    /// <summary>Runs RabbitMQ's own control script on the private server.</summary>
    /// <exception cref="CannotRunException">It failed.</exception>
    public async Task ControlRabbitMqAsync(params string[] arguments)
    {
        var environment = Environment();
        var start = new ProcessStartInfo(ControlScript(environment)!, ["--quiet", .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var script = Process.Start(start)!;
        var said = script.StandardError.ReadToEndAsync();
        _ = script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        if (script.ExitCode != 0)
        {
            throw new CannotRunException($"rabbitmqctl {string.Join(' ', arguments)} failed: {await said}");
        }
    }

    // The server's own: node name, port mapper, cookie. What is set for the server's start alone would start another one.
    private Dictionary<string, string> Environment() =>
        Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{processes.Get(RabbitMq).Pid}/environ"))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Where(parts => parts[0] is not ("RABBITMQ_SERVER_START_ARGS" or "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS" or "RUNNING_UNDER_SYSTEMD"))
            .ToDictionary(parts => parts[0], parts => parts[^1], StringComparer.Ordinal);

    // The server's libraries lie beside its scripts.
    private static string? ControlScript(Dictionary<string, string> environment) =>
        environment.GetValueOrDefault("ERL_LIBS", "").Split(':')
            .Select(libraries => Path.Combine(Path.GetDirectoryName(libraries.TrimEnd('/')) ?? "/", "sbin", "rabbitmqctl"))
            .FirstOrDefault(File.Exists);

    private async Task<bool> AnswersAsync(string server)
    {
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 1000 };
            var url = UrlOf(server);
            await socket.ConnectAsync(url.Host, url.Port);
            if (server == RabbitMq)
            {
                return true; // It opens this port as the last step of its start.
            }

            // Another answer (LOADING) while it reads its file.
            socket.Send("PING\r\n"u8);
            var answer = new byte[16];
            return answer.AsSpan(0, socket.Receive(answer)).StartsWith("+PONG"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
