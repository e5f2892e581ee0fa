using System.Diagnostics;
using System.Text.Json;
using Platform.Load.Commands;
using Platform.Load.Rig;

namespace Platform.Load.Stock;

/// <summary>
/// A process of the stock build: this tool again, by a verb of its own. It reads its settings from the first line of its standard
/// input, says its address on its output, and ends with its input, so that none outlives a tool that was killed.
/// </summary>
internal sealed class StockProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private StockProcess(Process process) => _process = process;

    /// <summary>
    /// The run-time settings of the platform's services, where the tool's own file has them otherwise. What
    /// else the services have (no spinning, calls counted from the first), its project file has as well.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Runtime { get; } = new Dictionary<string, string>
    {
        ["DOTNET_gcServer"] = "1",
        ["DOTNET_gcConcurrent"] = "1",
        ["DOTNET_TieredPGO"] = "0",
    };

    public int Id => _process.Id;

    public Uri Address { get; private set; } = null!;

    /// <exception cref="CannotRunException">It did not start.</exception>
    public static async Task<StockProcess> StartAsync(StockSettings settings, SharedCores cores, CancellationToken cancellationToken)
    {
        var start = cores.Start("dotnet", "exec", typeof(StockProcess).Assembly.Location, StockProcessCommand.Name);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        foreach (var (name, value) in Runtime)
        {
            start.Environment[name] = value;
        }

        var process = new StockProcess(Process.Start(start)!);
        try
        {
            await process._process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(settings).AsMemory(), cancellationToken);
            await process._process.StandardInput.FlushAsync(cancellationToken);
            var said = await process._process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(StartWithin, cancellationToken);
            process.Address = new Uri(said ?? throw new CannotRunException($"The stock build's {settings.Role} did not start."));
            return process;
        }
        catch (Exception e)
        {
            await process.DisposeAsync();
            throw e is TimeoutException ? new CannotRunException($"The stock build's {settings.Role} did not start within {StartWithin.TotalSeconds:0} s.", e) : e;
        }
    }

    /// <summary>The other end: serves until the input ends.</summary>
    public static async Task ServeAsync(TextReader input, TextWriter output)
    {
        var settings = JsonSerializer.Deserialize<StockSettings>(await input.ReadLineAsync() ?? "")
            ?? throw new CannotRunException("There are no settings on standard input.");
        await using var app = await settings.StartAppAsync(CancellationToken.None);
        await output.WriteLineAsync($"{app.Address}");
        await input.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(StopWithin);
        await _process.WaitForExitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
