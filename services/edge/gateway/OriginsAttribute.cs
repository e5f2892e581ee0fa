using System.ComponentModel.DataAnnotations;

namespace Platform.Gateway;

/// <summary>Asks for addresses of the form <c>http://host:port</c>, none twice.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OriginsAttribute : ValidationAttribute
{
    /// <summary>The section of the configuration that errors name. Default: the gateway's.</summary>
    public string Section { get; set; } = GatewayOptions.SectionName;

    /// <summary>Whether there may be none. Default: at least one is needed.</summary>
    public bool AllowNone { get; set; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var name = validationContext.MemberName;
        var addresses = (IReadOnlyList<string>?)value ?? [];
        if (addresses.Count == 0 && AllowNone)
        {
            return ValidationResult.Success;
        }

        var errors = Errors(addresses, name).ToList();
        return errors.Count == 0 ? ValidationResult.Success : new ValidationResult($"{Section}:{name} {string.Join(", ", errors)}.", [name!]);
    }

    private IEnumerable<string> Errors(IReadOnlyList<string> addresses, string? name)
    {
        if (addresses.Count == 0)
        {
            yield return $"needs at least one address, for instance {Section}__{name}__0=http://127.0.0.1:5101";
        }

        foreach (var address in addresses.Where(address => !IsOrigin(address)))
        {
            yield return $"has '{address}', which is not of the form http://host:port";
        }

        if (addresses.Distinct(StringComparer.OrdinalIgnoreCase).Count() < addresses.Count)
        {
            yield return "names an address twice";
        }
    }

    private static bool IsOrigin(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" };
}
