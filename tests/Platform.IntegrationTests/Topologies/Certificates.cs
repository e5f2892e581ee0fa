using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Platform.IntegrationTests.Topologies;

/// <summary>An authority of a test's own with a server's certificate, as PEM files that go with it.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("platform-tls-").FullName;

    public Certificates(string address)
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var root = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=redis", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(root, now.AddDays(-1), now.AddHours(12), RandomNumberGenerator.GetBytes(8));

        File.WriteAllText(Authority, root.ExportCertificatePem());
        File.WriteAllText(Certificate, leaf.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
    }

    public string Authority => Path.Combine(_folder, "ca.pem");

    private string Certificate => Path.Combine(_folder, "redis.pem");

    private string Key => Path.Combine(_folder, "redis.key");

    /// <summary>What a Redis server needs to be told to speak TLS on a port, and to its replicas or its master.</summary>
    public string[] Settings(int port) =>
    [
        "--tls-port", $"{port}", "--tls-cert-file", Certificate, "--tls-key-file", Key, "--tls-ca-cert-file", Authority, "--tls-auth-clients", "no",
        "--tls-replication", "yes",
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
