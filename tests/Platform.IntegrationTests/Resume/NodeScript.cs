using System.Diagnostics;
using System.Text.Json;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Resume;

/// <summary>A script of tests/node, with the official JavaScript client. Each line that it writes is JSON.</summary>
internal sealed class NodeScript : IDisposable
{
    private readonly Process _process;

    private NodeScript(Process process) => _process = process;

    public static bool IsInstalled => Directory.Exists(Path.Combine(Folder, "node_modules", "@microsoft", "signalr"));

    private static string Folder => Path.Combine(ServiceProcess.Repository, "tests", "node");

    /// <param name="script">Its file.</param>
    /// <param name="said">Called with each line.</param>
    /// <param name="arguments">What it is told.</param>
    public static NodeScript Start(string script, Action<JsonElement> said, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("node", [script, .. arguments]) { WorkingDirectory = Folder, RedirectStandardOutput = true })!;
        _ = ReadAsync(process.StandardOutput, said);
        return new NodeScript(process);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static async Task ReadAsync(StreamReader output, Action<JsonElement> said)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            said(json.RootElement.Clone());
        }
    }
}
