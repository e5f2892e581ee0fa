using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Platform.UnitTests.Configuration;

/// <summary>docs/configuration.md, made of what the options classes say of themselves: every class with a <c>SectionName</c>.</summary>
internal sealed class OptionsPage
{
    private const string Head = """
        # Configuration

        Settings come from `appsettings.json`, then the environment, then the command line; the later one wins. In the environment a
        section ends with two underscores: `Publisher:Lanes:Normal:MaxBatch` is `Publisher__Lanes__Normal__MaxBatch`. A value that is
        out of its range stops the start, and the log names every such value at once; a name that no option has is warned of.

        This page is made from the options' own documentation; `UPDATE_DOCS=1 ./test.sh --filter-class "*ConfigurationPageTests"`
        writes it anew.

        """;

    private readonly StringBuilder _page = new(Head);

    public static string Write(IEnumerable<Assembly> assemblies)
    {
        OptionsPage page = new();
        foreach (var assembly in assemblies)
        {
            page.AddService(assembly);
        }

        return page._page.ToString();
    }

    private void AddService(Assembly assembly)
    {
        var sections = assembly.GetTypes().Where(type => SectionName(type) is not null).OrderBy(SectionName, StringComparer.Ordinal).ToList();
        if (sections.Count == 0)
        {
            return;
        }

        var name = assembly.GetName().Name!;
        var docs = XmlDocs.Of(assembly);
        _page.Append(CultureInfo.InvariantCulture, $"\n## {(name == "Platform.ServiceDefaults" ? "Every service" : name["Platform.".Length..])}\n");
        foreach (var section in sections)
        {
            _page.Append(CultureInfo.InvariantCulture, $"\n### {SectionName(section)}\n\n{docs.Summary(section)}\n\n");
            _page.Append("| Setting | Default | Range | |\n|---|---|---|---|\n");
            AddProperties(docs, SectionName(section)!, section, Activator.CreateInstance(section, nonPublic: true)!);
        }
    }

    private void AddProperties(XmlDocs docs, string path, Type type, object defaults)
    {
        foreach (var property in type.GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            var setting = $"{path}:{property.Name}";
            var nested = Nested(property.PropertyType);
            if (nested is { IsItem: false })
            {
                AddProperties(docs, setting, nested.Type, property.GetValue(defaults)!);
                continue;
            }

            _page.Append(CultureInfo.InvariantCulture, $"| `{setting}` | {Default(property.GetValue(defaults))} | {Range(property)} | {docs.Summary(property).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            if (nested is not null)
            {
                AddProperties(docs, $"{setting}:{nested.Index}", nested.Type, Activator.CreateInstance(nested.Type, nonPublic: true)!);
            }
        }
    }

    private static string? SectionName(Type type) =>
        type.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static NestedOptions? Nested(Type type)
    {
        if (IsOptions(type))
        {
            return new NestedOptions(type, "", IsItem: false);
        }

        var arguments = type.GetGenericArguments();
        return arguments.Length > 0 && IsOptions(arguments[^1])
            ? new NestedOptions(arguments[^1], arguments.Length == 1 ? "0" : "NAME", IsItem: true)
            : null;
    }

    private static bool IsOptions(Type type) => type.IsClass && type.Namespace?.StartsWith("Platform.", StringComparison.Ordinal) == true;

    private static string Default(object? value) => value switch
    {
        null or "" => "",
        string text => $"`{text}`",
        bool flag => flag ? "`true`" : "`false`",
        IDictionary or IEnumerable and not string when !((IEnumerable)value).Cast<object>().Any() => "",
        IEnumerable items when items.Cast<object>().All(item => item is string or Enum) => string.Join(", ", items.Cast<object>().Select(item => $"`{item}`")),
        IEnumerable => "see below",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $"`{value}`",
    };

    private static string Range(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range
            ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
            : "";

    private sealed record NestedOptions(Type Type, string Index, bool IsItem);
}
