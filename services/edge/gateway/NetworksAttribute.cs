using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Platform.Gateway;

/// <summary>Asks for IP addresses, or networks of the form <c>10.0.0.0/8</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NetworksAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        ((IReadOnlyList<string>?)value ?? []).FirstOrDefault(text => !IPAddress.TryParse(text, out _) && !IPNetwork.TryParse(text, out _)) is { } wrong
            ? new ValidationResult(
                $"{GatewayOptions.SectionName}:{validationContext.MemberName} has '{wrong}', which is neither an IP address nor a network such as 10.0.0.0/8.",
                [validationContext.MemberName!])
            : ValidationResult.Success;
}
