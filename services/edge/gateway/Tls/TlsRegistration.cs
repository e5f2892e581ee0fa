using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Hosting;

namespace Platform.Gateway.Tls;

/// <summary>TLS at the public door.</summary>
internal static class TlsRegistration
{
    public static WebApplicationBuilder AddTls(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<TlsOptions>(TlsOptions.SectionName);
        builder.Services.AddSingleton<CertificateFiles>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CertificateFiles>());
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<TlsOptions>, CertificateFiles>(UseFiles);
        builder.Services.AddOptions<HstsOptions>().Configure<IOptions<TlsOptions>>((hsts, tls) => hsts.MaxAge = TimeSpan.FromDays(tls.Value.HstsDays));
        builder.Services.AddOptions<HttpsRedirectionOptions>().Configure<IOptions<TlsOptions>>((redirect, tls) =>
        {
            redirect.RedirectStatusCode = StatusCodes.Status308PermanentRedirect;
            redirect.HttpsPort = tls.Value.HttpsPort;
        });
        return builder;
    }

    /// <summary>Tells browsers to come by https, and leads there who did not.</summary>
    public static WebApplication UseTlsPolicy(this WebApplication app)
    {
        var tls = app.Services.GetRequiredService<IOptions<TlsOptions>>().Value;
        if (tls.HstsDays > 0)
        {
            app.UseHsts();
        }

        if (tls.RedirectHttp)
        {
            app.UseWhen(context => context.Request.Path != Routes.Live && context.Request.Path != Routes.Ready, open => open.UseHttpsRedirection());
        }

        return app;
    }

    private static void UseFiles(KestrelServerOptions kestrel, IOptions<TlsOptions> tls, CertificateFiles files)
    {
        if (tls.Value.Certificate is null)
        {
            return;
        }

        _ = files.Current;
        kestrel.ConfigureHttpsDefaults(https =>
        {
            // Kestrel asks for one of these; the context below has the whole chain and takes its place.
            https.ServerCertificateSelector = (_, _) => files.Current.TargetCertificate;
            https.OnAuthenticate = (_, connection) =>
            {
                connection.ServerCertificateSelectionCallback = null;
                connection.ServerCertificateContext = files.Current;
            };
        });
    }
}
