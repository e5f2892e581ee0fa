using System.Diagnostics;
using System.Net.Sockets;
using Platform.Load.Rig;

namespace Platform.Load.Drill;

/// <summary>RabbitMQ and Redis of the stack that <c>./run.sh</c> started here. Servers of somebody else are never touched.</summary>
internal sealed class StackServers(StackProcesses processes)
{
    public const string RabbitMq = "rabbitmq", Redis = "redis";

    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan OneAnswerWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] Ping = "PING\r\n"u8.ToArray();

    public bool Owns(string server) => processes.All.ContainsKey(server);

    /// <summary>The nodes of a server that has several.</summary>
    public IReadOnlyList<string> NodesOf(string server) =>
        [.. processes.All.Keys.Where(name => name.StartsWith($"{server}_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <exception cref="CannotRunException">It is not known.</exception>
    public Uri UrlOf(string server) => processes.UrlOf(server) ?? throw new CannotRunException($".run/env does not say where {server} is.");

    /// <summary>What a node of RabbitMQ is called among its peers.</summary>
    public string NodeNameOf(string node) => Environment(node)["RABBITMQ_NODENAME"];

    /// <summary>Whether <see cref="ControlAsync"/> can work.</summary>
    public bool CanControl(string node) => Owns(node) && ControlScript(Environment(node)) is not null;

    /// <summary>Starts it again and returns when it answers.</summary>
    public async Task StartAsync(string server)
    {
        await processes.RestartAsync(server, CancellationToken.None);
        await AwaitAnswerAsync(server);
    }

    /// <exception cref="CannotRunException">That takes too long.</exception>
    public async Task AwaitAnswerAsync(string server)
    {
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

    /// <summary>Runs RabbitMQ's own control script on a private node, and returns what it says.</summary>
    /// <exception cref="CannotRunException">It failed.</exception>
    public async Task<string> ControlAsync(string node, params string[] arguments)
    {
        var environment = Environment(node);
        var start = new ProcessStartInfo(ControlScript(environment)!, ["--quiet", .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var script = Process.Start(start)!;
        var (errors, answer) = (script.StandardError.ReadToEndAsync(), script.StandardOutput.ReadToEndAsync());
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? await answer : throw new CannotRunException($"rabbitmqctl {string.Join(' ', arguments)} failed: {await errors}");
    }

    // The server's own: node name, port mapper, cookie. What is set for the server's start alone would start another one.
    private Dictionary<string, string> Environment(string node) =>
        ProcFiles.Environment(processes.Get(node).Pid)
            .Select(line => line.Split('=', 2))
            .Where(parts => parts[0] is not ("RABBITMQ_SERVER_START_ARGS" or "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS" or "RUNNING_UNDER_SYSTEMD"))
            .ToDictionary(parts => parts[0], parts => parts[^1], StringComparer.Ordinal);

    // The server's libraries lie beside its scripts.
    private static string? ControlScript(Dictionary<string, string> environment) =>
        environment.GetValueOrDefault("ERL_LIBS", "").Split(':')
            .Select(libraries => Path.Combine(Path.GetDirectoryName(libraries.TrimEnd('/')) ?? "/", "sbin", "rabbitmqctl"))
            .FirstOrDefault(File.Exists);

    // Nothing here may block: what is awaited goes on inline, on the thread that also finds the answer.
    private async Task<bool> AnswersAsync(string server)
    {
        using var patience = new CancellationTokenSource(OneAnswerWithin);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            var url = UrlOf(server);
            await socket.ConnectAsync(url.Host, url.Port, patience.Token);
            if (url.Scheme == "amqp")
            {
                return true; // It opens this port as the last step of its start.
            }

            // Another answer (LOADING) while it reads its file.
            await socket.SendAsync(Ping, patience.Token);
            var answer = new byte[16];
            var length = await socket.ReceiveAsync(answer, patience.Token);
            return answer.AsSpan(0, length).StartsWith("+PONG"u8);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
