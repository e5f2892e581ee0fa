using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Gateway;

public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tls-");
    private string? _seen;

    private string Certificate => Path.Combine(_folder.FullName, "tls.crt");

    private string Key => Path.Combine(_folder.FullName, "tls.key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Renewed_certificate_is_used_for_new_connections_while_open_ones_stay()
    {
        Issue("first.test");
        await using var all = await StandIn.StartAsync();
        await using var gateway = Start(all);
        using var socket = await ConnectAsync(gateway);
        Assert.Equal("CN=first.test", _seen);

        await File.WriteAllTextAsync(Certificate, "half of a file", TestContext.Current.CancellationToken);
        await GatewayUnderTest.EventuallyAsync(() => Task.FromResult(gateway.Lines.Any(line => line.Contains("the former one stays", StringComparison.Ordinal))));
        Issue("second.test");
        await GatewayUnderTest.EventuallyAsync(async () =>
        {
            using var client = Client();
            await client.GetAsync(new Uri($"{gateway.Http.BaseAddress}health/live"));
            return _seen == "CN=second.test";
        });

        await GatewayUnderTest.EchoAsync(socket);
    }

    [Fact]
    public async Task WebSocket_within_HTTP_2_reaches_an_edge()
    {
        Issue("gateway.test");
        await using var all = await StandIn.StartAsync();
        await using var gateway = Start(all);

        using var socket = await ConnectAsync(gateway, HttpVersion.Version20);
        await GatewayUnderTest.EchoAsync(socket);

        Assert.Equal([$"GET {Routes.Hub}"], all.Requests);
    }

    [Fact]
    public async Task Http_leads_to_https_but_for_health_and_https_says_to_stay()
    {
        Issue("gateway.test");
        var port = StandIn.FreePort();
        await using var all = await StandIn.StartAsync();
        await using var gateway = Start(all, settings =>
        {
            settings["urls"] += $";http://127.0.0.1:{port}";
            settings["Gateway:Tls:RedirectHttp"] = "true";
        });
        using var client = Client();

        var redirected = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/dashboard?x=1"), TestContext.Current.CancellationToken);
        var health = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{Routes.Live}"), TestContext.Current.CancellationToken);
        var secure = await client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, new Uri(redirected.Headers.Location!, Routes.Live)) { Headers = { Host = "gateway.test" } },
            TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.PermanentRedirect, redirected.StatusCode);
        Assert.Equal(("https", "/dashboard?x=1"), (redirected.Headers.Location!.Scheme, redirected.Headers.Location.PathAndQuery));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(HttpStatusCode.OK, secure.StatusCode);
        Assert.Equal("max-age=2592000", Assert.Single(secure.Headers.GetValues("Strict-Transport-Security")));
    }

    private GatewayUnderTest Start(StandIn all, Action<Dictionary<string, string>>? configure = null) => GatewayUnderTest.Start(all, settings =>
    {
        settings["urls"] = "https://127.0.0.1:0";
        settings["Gateway:Tls:Certificate"] = Certificate;
        settings["Gateway:Tls:Key"] = Key;
        settings["Gateway:Tls:ReloadSeconds"] = "1";
        configure?.Invoke(settings);
    });

    private async Task<ClientWebSocket> ConnectAsync(GatewayUnderTest gateway, Version? version = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = version ?? HttpVersion.Version11;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{gateway.Http.BaseAddress!.Port}{Routes.Hub}"), new HttpMessageInvoker(Handler()), enough.Token);
        return socket;
    }

    private HttpClient Client() => new(Handler());

    private SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => Note(certificate!) },
    };

    private bool Note(X509Certificate certificate)
    {
        _seen = certificate.Subject;
        return true;
    }

    private void Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Certificate, certificate.ExportCertificatePem(), Encoding.ASCII);
    }
}
