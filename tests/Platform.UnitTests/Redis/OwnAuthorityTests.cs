using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Platform.ServiceDefaults.Redis;

namespace Platform.UnitTests.Redis;

public sealed class OwnAuthorityTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly X509Certificate2 _own = Authority("own");

    public OwnAuthorityTests() => File.WriteAllText(_file, _own.ExportCertificatePem());

    [Fact]
    public void Certificate_of_the_authority_is_believed_and_of_another_with_its_name_is_not()
    {
        using var other = Authority("own");
        using var good = Leaf(_own);
        using var bad = Leaf(other);
        var authority = new OwnAuthority(_file);

        Assert.True(authority.Trusts(this, good, null, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(authority.Trusts(this, bad, null, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    [Fact]
    public void Name_of_another_host_is_not_believed_whoever_signed_it()
    {
        using var good = Leaf(_own);
        var authority = new OwnAuthority(_file);

        Assert.False(authority.Trusts(this, good, null, SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.False(authority.Trusts(this, good, null, SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(authority.Trusts(this, null, null, SslPolicyErrors.RemoteCertificateNotAvailable));
    }

    [Fact]
    public void What_the_machine_believes_is_believed()
    {
        using var any = Authority("public");

        Assert.True(new OwnAuthority(_file).Trusts(this, any, null, SslPolicyErrors.None));
    }

    public void Dispose()
    {
        _own.Dispose();
        File.Delete(_file);
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=redis", key, HashAlgorithmName.SHA256);
        return request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddHours(12), [1, 2, 3]);
    }
}
