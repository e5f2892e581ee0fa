using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Platform.UnitTests.Manifests;

/// <summary>Compose files that make up one setup, with what their services extend.</summary>
internal sealed partial class ComposeSetup
{
    private const string Base = "deploy/compose/services.yml";

    private ComposeSetup(IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        Services = all.Select(Read).SelectMany(file => file.Services).ToLookup(entry => entry.Key, entry => entry.Value);
        Variables = all.SelectMany(text => VariableInText().Matches(text)).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToHashSet();
    }

    /// <summary>Each service by its name: what the files say of it, one after the other.</summary>
    public ILookup<string, ComposeService> Services { get; }

    /// <summary>What <c>.env</c> may change, with the defaults.</summary>
    public IReadOnlySet<(string Name, string Default)> Variables { get; }

    public static ComposeSetup Development { get; } = Of(Base, "docker-compose.yml");

    public static ComposeSetup Production { get; } = Of(Base, "deploy/compose/compose.yml", "deploy/compose/tls.yml");

    public static ComposeSetup Of(params string[] files) => new(files.Select(file => File.ReadAllText(Path.Combine(Repository.Folder, file))));

    public static ComposeSetup Parse(string yaml) => new([yaml]);

    /// <summary>A service's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment(string service) =>
        Services[service].SelectMany(part => part.Environment).GroupBy(entry => entry.Key, entry => entry.Value).ToDictionary(group => group.Key, group => group.Last());

    /// <summary>What of a service is open on the machine: <c>address:port:container's port</c>.</summary>
    public IEnumerable<string> Ports(string service) => Services[service].SelectMany(part => part.Ports);

    /// <summary>The networks that a service is on.</summary>
    public IEnumerable<string> Networks(string service) => Services[service].SelectMany(part => part.NetworkNames).Distinct();

    // In two steps: what stands behind an anchor is only known if it is read, also where it is no part of a service.
    private static ComposeFile Read(string yaml)
    {
        var whole = new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(new StringReader(yaml))));
        return new DeserializerBuilder().IgnoreUnmatchedProperties().Build()
            .Deserialize<ComposeFile>(new SerializerBuilder().DisableAliases().Build().Serialize(whole));
    }

    [GeneratedRegex(@"\$\{([A-Z_]+)(?::-([^}]*))?")]
    private static partial Regex VariableInText();

    private sealed class ComposeFile
    {
        [YamlMember(Alias = "services")]
        public Dictionary<string, ComposeService> Services { get; set; } = [];
    }

    internal sealed class ComposeService
    {
        [YamlMember(Alias = "environment")]
        public Dictionary<string, string> Environment { get; set; } = [];

        [YamlMember(Alias = "ports")]
        public List<string> Ports { get; set; } = [];

        /// <summary>A list of names, or by name what a service is called there.</summary>
        [YamlMember(Alias = "networks")]
        public object? Networks { get; set; }

        [YamlIgnore]
        public IEnumerable<string> NetworkNames => Networks switch
        {
            IDictionary<object, object> named => named.Keys.Cast<string>(),
            IEnumerable<object> listed => listed.Cast<string>(),
            _ => [],
        };
    }
}
