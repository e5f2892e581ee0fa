using System.Diagnostics;
using System.Globalization;

namespace Platform.Load.Rig;

/// <summary>
/// The processes of the stack that <c>./run.sh</c> started here. Only what <c>.run/env</c> names, and what run.sh recorded itself, is
/// ever signalled; what was stopped is started again by run.sh, as it was.
/// </summary>
internal sealed class StackProcesses(string checkout)
{
    private const string PublisherPrefix = "publisher", EdgePrefix = "edge";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    // An edge node drains for 10 s. A host gives up after 30 s more, so what takes longer than this was held up by somebody.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    /// <summary>The stack of this folder or one above, which is the target.</summary>
    /// <exception cref="CannotRunException">There is none, it is not the target, or it does not consist of processes.</exception>
    public static StackProcesses Of(Target target)
    {
        var stack = (target.IsOwnStack ? RunFile.Find(Directory.GetCurrentDirectory()) : null)
            ?? throw new CannotRunException("This scenario stops and starts processes, so its target is the stack that ./run.sh --detach started here; there is none.");
        var processes = new StackProcesses(stack.Checkout);
        return processes.Publishers.Count > 0
            ? processes
            : throw new CannotRunException("This scenario stops and starts processes, and the stack here has containers. Start it with ./run.sh --detach --no-docker.");
    }

    /// <summary>The folder whose stack it is.</summary>
    public string Checkout => checkout;

    /// <summary>The publishers' names.</summary>
    public IReadOnlyList<string> Publishers => Named(PublisherPrefix);

    /// <summary>The edge nodes' names.</summary>
    public IReadOnlyList<string> Edges => Named(EdgePrefix);

    /// <summary>All processes by their names, as they are now.</summary>
    public IReadOnlyDictionary<string, int> All => Read().Processes;

    /// <summary>Where a service answers HTTP itself; <c>null</c> where that is not known.</summary>
    public Uri? UrlOf(string name) => Read().UrlOf(name);

    public bool IsAlive(string name) => TryGet(name) is not null;

    /// <exception cref="CannotRunException">It does not run.</exception>
    public StackProcess Get(string name) =>
        TryGet(name) ?? throw new CannotRunException($"{name} does not run; see .run/logs/{name}.log.");

    /// <summary>Ends it in order.</summary>
    public async Task StopAsync(string name, CancellationToken cancellationToken)
    {
        if (TryGet(name) is not { } process)
        {
            return;
        }

        process.AskToStop();
        await UntilAsync(() => Task.FromResult(!process.IsAlive), StopWithin, $"{name} does not stop.", cancellationToken);
    }

    /// <summary>Starts it again, ending it first if it runs. It is not ready then.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="options">What run.sh is told besides, such as settings (<c>Redis__Url=…</c>); it holds until it is started again.</param>
    public async Task RestartAsync(string name, CancellationToken cancellationToken, params string[] options)
    {
        var script = new ProcessStartInfo(Path.Combine(checkout, "run.sh"), ["--restart", name, .. options])
        {
            WorkingDirectory = checkout,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var running = Process.Start(script)!;
        var said = running.StandardError.ReadToEndAsync(cancellationToken);
        _ = running.StandardOutput.ReadToEndAsync(cancellationToken);
        await running.WaitForExitAsync(cancellationToken);
        if (running.ExitCode != 0)
        {
            throw new CannotRunException($"./run.sh --restart {name} failed: {await said}");
        }
    }

    /// <summary>Ends it in order, starts it again with what run.sh is told besides, and returns when it is ready.</summary>
    public async Task ReplaceAsync(string name, params string[] options)
    {
        await StopAsync(name, CancellationToken.None);
        await RestartAsync(name, CancellationToken.None, options);
        await AwaitReadyAsync(name, CancellationToken.None);
    }

    /// <summary>Returns when it is ready.</summary>
    /// <exception cref="CannotRunException">That takes too long.</exception>
    public async Task AwaitReadyAsync(string name, CancellationToken cancellationToken)
    {
        var url = Read().UrlOf(name) ?? throw new CannotRunException($".run/env does not say where {name} is.");
        using var client = GatewayClient.Open(url, TimeSpan.FromSeconds(2));
        await UntilAsync(() => client.IsReadyAsync(cancellationToken), ReadyWithin, $"{name} is not ready; see .run/logs/{name}.log.", cancellationToken);
    }

    private IReadOnlyList<string> Named(string prefix) =>
        [.. Read().Processes.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private StackProcess? TryGet(string name)
    {
        if (!Read().Processes.TryGetValue(name, out var pid) || Record(name) is not [var recorded, var started]
            || recorded != pid.ToString(CultureInfo.InvariantCulture))
        {
            return null;
        }

        var process = new StackProcess(name, pid, started);
        return process.IsAlive ? process : null;
    }

    private RunFile Read() =>
        RunFile.Find(checkout) ?? throw new CannotRunException("The stack was stopped meanwhile.");

    // run.sh's own: the id, and when the process started.
    private string[]? Record(string name)
    {
        var file = Path.Combine(checkout, ".run", "pids", name);
        return File.Exists(file) ? File.ReadAllText(file).Trim().Split(' ') : null;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan limit, string otherwise, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(since) > limit)
            {
                throw new CannotRunException(otherwise);
            }

            await Task.Delay(LookEvery, cancellationToken);
        }
    }
}
