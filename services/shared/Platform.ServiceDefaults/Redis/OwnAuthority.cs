using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Platform.ServiceDefaults.Redis;

/// <summary>Believes servers whose certificate comes from an authority of the operator's own, and is for their name.</summary>
internal sealed class OwnAuthority(string caFile)
{
    private readonly X509Certificate2Collection _roots = Read(caFile);

    public bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
        {
            return errors == SslPolicyErrors.None;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_roots);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1", "Server Authentication"));
        if (chain is not null)
        {
            // What the server sent with its certificate: authorities in between.
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(element => element.Certificate).ToArray());
        }

        using var leaf = new X509Certificate2(certificate);
        return own.Build(leaf);
    }

    private static X509Certificate2Collection Read(string caFile)
    {
        X509Certificate2Collection roots = [];
        roots.ImportFromPemFile(caFile);
        return roots;
    }
}
