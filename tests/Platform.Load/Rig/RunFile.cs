using System.Globalization;

namespace Platform.Load.Rig;

/// <summary>What <c>./run.sh</c> writes about the stack that it started: <c>.run/env</c>, found from the current directory upwards.</summary>
internal sealed class RunFile
{
    private const string ProcessPrefix = "PID_";
    private const string EdgePrefix = "URL_EDGE_";

    private readonly Dictionary<string, string> _values;

    private RunFile(IEnumerable<string> lines) =>
        _values = lines
            .Select(line => line.Trim().Split('=', 2))
            .Where(parts => parts.Length == 2 && !parts[0].StartsWith('#'))
            .GroupBy(parts => parts[0].Replace("export ", "", StringComparison.Ordinal).Trim(), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Unquote(group.Last()[1].Trim()), StringComparer.Ordinal);

    /// <summary>The checkout whose <c>./run.sh</c> wrote it; empty for one that was read from elsewhere.</summary>
    public string Checkout { get; private init; } = "";

    public string? GatewayUrl => _values.GetValueOrDefault("GATEWAY_URL");

    public string? RabbitMqUrl => _values.GetValueOrDefault("RABBITMQ_URL");

    public string? RedisUrl => _values.GetValueOrDefault("REDIS_URL");

    /// <summary>The key that HTTP producers show, where it is not Development's.</summary>
    public string? ApiKey => _values.GetValueOrDefault("API_KEY");

    /// <summary>The secret that tokens are signed with, where there is no <c>/dev/token</c>.</summary>
    public string? SigningKey => _values.GetValueOrDefault("SIGNING_KEY");

    /// <summary>The edge nodes' own addresses; none where they run in containers.</summary>
    public IReadOnlyList<Uri> EdgeUrls =>
        [.. _values.Where(entry => entry.Key.StartsWith(EdgePrefix, StringComparison.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new Uri(entry.Value))];

    /// <summary>The stack's processes by their names, such as <c>gateway</c> and <c>edge_1</c>.</summary>
    public IReadOnlyDictionary<string, int> Processes =>
        _values
            .Where(entry => entry.Key.StartsWith(ProcessPrefix, StringComparison.Ordinal))
            .Select(entry => (
                Name: entry.Key[ProcessPrefix.Length..].ToLowerInvariant(),
                IsNumber: int.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var pid),
                Pid: pid))
            .Where(process => process.IsNumber)
            .ToDictionary(process => process.Name, process => process.Pid);

    /// <summary>Where one of them answers HTTP; <c>null</c> if it does not.</summary>
    public Uri? UrlOf(string process) => _values.TryGetValue($"URL_{process.ToUpperInvariant()}", out var url) ? new Uri(url) : null;

    public static RunFile Parse(IEnumerable<string> lines) => new(lines);

    // As bash quotes: what stands between several hosts has a backslash.
    private static string Unquote(string value) => value.Trim('"', '\'').Replace("\\", "", StringComparison.Ordinal);

    /// <summary>The nearest file; <c>null</c> if no folder from here upwards has one.</summary>
    public static RunFile? Find(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, ".run", "env");
            if (File.Exists(file))
            {
                return new RunFile(File.ReadLines(file)) { Checkout = folder.FullName };
            }
        }

        return null;
    }
}
