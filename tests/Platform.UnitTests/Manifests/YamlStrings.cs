using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Platform.UnitTests.Manifests;

/// <summary>
/// Refuses numbers and booleans where the API server takes strings only (variables, labels, data of a ConfigMap), which the models read
/// as strings without a word.
/// </summary>
internal static class YamlStrings
{
    private static readonly string[] Maps = ["labels", "annotations", "matchLabels", "nodeSelector", "data", "stringData"];

    public static void Check(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(new StringReader(yaml))));
        var faults = stream.Documents.SelectMany(document => Faults(document.RootNode, "")).ToList();
        if (faults.Count > 0)
        {
            throw new FormatException($"Quote what must be a string: {string.Join(", ", faults)}.");
        }
    }

    private static IEnumerable<string> Faults(YamlNode node, string path) => node switch
    {
        YamlSequenceNode list => list.SelectMany((item, index) => Faults(item, $"{path}[{index}]")),
        YamlMappingNode map => map.Children.SelectMany(child => Faults(path, Name(child.Key), child.Value)),
        _ => [],
    };

    private static IEnumerable<string> Faults(string path, string name, YamlNode value)
    {
        var here = $"{path}.{name}";
        if (value is YamlMappingNode map && Maps.Contains(name))
        {
            return map.Children.Where(child => !IsString(child.Value)).Select(child => $"{here}.{Name(child.Key)}");
        }

        var isVariable = name == "value" && path.Contains(".env[", StringComparison.Ordinal);
        return isVariable && !IsString(value) ? [here] : Faults(value, here);
    }

    private static string Name(YamlNode key) => ((YamlScalarNode)key).Value ?? "";

    private static bool IsString(YamlNode node) => node is YamlScalarNode { Value: { } value } scalar
        && (scalar.Style != ScalarStyle.Plain
            || (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && value.ToLowerInvariant() is not ("true" or "false" or "null" or "~" or "")));
}
