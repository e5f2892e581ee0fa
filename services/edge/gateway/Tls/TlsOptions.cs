using System.ComponentModel.DataAnnotations;

namespace Platform.Gateway.Tls;

/// <summary>TLS that ends in the gateway. Its addresses begin with <c>https://</c>, as in <c>ASPNETCORE_URLS=https://*:8443;http://*:8080</c>.</summary>
public sealed class TlsOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Gateway:Tls";

    /// <summary>
    /// The PEM file of the certificate, followed by those between it and the authority's. Both files are read again when they change,
    /// and connections stay open. Default: none, and <c>https://</c> addresses use what Kestrel's own configuration names.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>The PEM file of the certificate's private key.</summary>
    public string? Key { get; set; }

    /// <summary>How often the files are looked at. Unit: seconds. Default: 30.</summary>
    [Range(1, 86_400)]
    public int ReloadSeconds { get; set; } = 30;

    /// <summary>Whether requests over http are answered with a redirect to https, but for those of the health pages. Default: false.</summary>
    public bool RedirectHttp { get; set; }

    /// <summary>The port that redirects lead to, where it is not the one listened on (a published one). Default: the one listened on.</summary>
    [Range(1, 65535)]
    public int? HttpsPort { get; set; }

    /// <summary>
    /// For how long browsers are told to come by https only, once they did (HSTS); never said of localhost. Unit: days. Default: 30.
    /// 0: not at all.
    /// </summary>
    [Range(0, 3_650)]
    public int HstsDays { get; set; } = 30;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Certificate is null != Key is null)
        {
            yield return new ValidationResult($"Set both {SectionName}:Certificate and {SectionName}:Key, or neither.");
        }
    }
}
