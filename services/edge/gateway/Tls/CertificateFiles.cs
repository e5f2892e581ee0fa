using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Tls;

/// <summary>
/// The certificate of new connections: what the files hold. Open connections keep theirs, whereas Kestrel's own reload closes the
/// port and all its connections. Files that can't be read, half written ones among them, change nothing.
/// </summary>
internal sealed partial class CertificateFiles(IOptions<TlsOptions> options, TimeProvider clock, ILogger<CertificateFiles> logger) : BackgroundService
{
    private readonly Lock _reading = new();

    private SslStreamCertificateContext? _current;
    private string? _read;

    /// <summary>The certificate with those that stand between it and the authority's.</summary>
    public SslStreamCertificateContext Current => Volatile.Read(ref _current) ?? First();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Certificate is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ReloadSeconds), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            TryReload();
        }
    }

    // What can't be read at the start stops it.
    private SslStreamCertificateContext First()
    {
        lock (_reading)
        {
            return _current ??= Read();
        }
    }

    private void TryReload()
    {
        try
        {
            lock (_reading)
            {
                if (_read != Text())
                {
                    Volatile.Write(ref _current, Read());
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            LogRefused(e.Message);
        }
    }

    private SslStreamCertificateContext Read()
    {
        var text = Text();
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(options.Value.Certificate!);
        var certificate = X509Certificate2.CreateFromPemFile(options.Value.Certificate!, options.Value.Key);
        // What stands in the file is sent, and nothing else is fetched.
        var context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        _read = text;
        LogRead(certificate.Subject, certificate.NotAfter.ToUniversalTime());
        return context;
    }

    private string Text() => File.ReadAllText(options.Value.Certificate!) + File.ReadAllText(options.Value.Key!);

    [LoggerMessage(540, LogLevel.Information, "New connections get the certificate of {Subject}, valid until {NotAfter:u}.")]
    private partial void LogRead(string subject, DateTime notAfter);

    [LoggerMessage(541, LogLevel.Error, "The files of the certificate can't be used, and the former one stays: {Why}")]
    private partial void LogRefused(string why);
}
