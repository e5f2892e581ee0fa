using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Hosting;

namespace Platform.ServiceDefaults.Security;

/// <summary>Registers the check of bearer tokens, the same at every door.</summary>
public static class AuthRegistration
{
    // A token signed with a key that is not known yet makes the authority be asked anew, but not more often than this: whoever
    // invents key ids could otherwise make us ask all the time.
    private static readonly TimeSpan NewKeyWithin = TimeSpan.FromSeconds(5);

    // So long at most a key is believed that the authority has withdrawn, where no token of a new key comes. The library's minimum.
    private static readonly TimeSpan OldKeyAtMost = BaseConfigurationManager.MinimumAutomaticRefreshInterval;

    /// <summary>Bearer tokens; issuer, audience, signature and expiry are checked.</summary>
    public static WebApplicationBuilder AddTokenAuthentication(this WebApplicationBuilder builder)
    {
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.Services.AddValidated<AuthOptions>(AuthOptions.SectionName)
            .PostConfigure(auth => auth.SigningKey ??= isDevelopment && auth.Authority is null ? AuthOptions.DevelopmentSigningKey : null)
            .Validate(
                auth => isDevelopment || auth.SigningKey != AuthOptions.DevelopmentSigningKey,
                "Auth:SigningKey is Development's public key. Make a secret of your own, for instance with: openssl rand -base64 48")
            .Validate(
                auth => auth.Authority is null || IsSafe(auth.Authority, isDevelopment),
                "Auth:Authority must be an https:// address; in Development it may also be http:// on a loopback address.");
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<ITokenRule, LongestTokenLife>();
        builder.Services.AddSingleton(services => new TokenCheck(
            services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>(), services.GetServices<ITokenRule>()));
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<AuthOptions>, TimeProvider>(Configure)
            .PostConfigure(ForgetFormerKeys)
            .PostConfigure(ApplyRules);
        return builder;
    }

    /// <summary>
    /// Checks tokens. Named by each Program.cs after the defaults, since a refusal gets its problem+json only from what stands
    /// before it in the pipeline.
    /// </summary>
    public static void UseTokenAuthentication(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static void Configure(JwtBearerOptions bearer, IOptions<AuthOptions> options, TimeProvider clock)
    {
        var auth = options.Value;
        bearer.MapInboundClaims = false;
        // Nobody asks for it again, and a connection would hold it for as long as it lasts.
        bearer.SaveToken = false;
        bearer.TimeProvider = clock;
        bearer.Authority = auth.Authority;
        bearer.RequireHttpsMetadata = auth.Authority?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) is not false;
        bearer.RefreshInterval = NewKeyWithin;
        bearer.AutomaticRefreshInterval = OldKeyAtMost;
        bearer.Audience = auth.Audience;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            NameClaimType = Claims.Subject,
            RoleClaimType = Claims.Role,
            ValidAudience = auth.Audience,
            ValidIssuer = auth.Authority is null ? auth.Issuer : null,
            IssuerSigningKey = auth.SigningKey is { } key ? new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)) : null,
            // HS256 tokens by the key, or asymmetric ones by the authority; never one taken for the other.
            ValidAlgorithms = auth.SigningKey is null ? [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256] : [SecurityAlgorithms.HmacSha256],
            ClockSkew = AccessToken.ClockSkew,
        };
    }

    // The library would believe a former set of keys for an hour on: a key that was withdrawn because it leaked, too.
    private static void ForgetFormerKeys(JwtBearerOptions bearer)
    {
        if (bearer.ConfigurationManager is BaseConfigurationManager keys)
        {
            keys.UseLastKnownGoodConfiguration = false;
        }
    }

    private static void ApplyRules(JwtBearerOptions bearer)
    {
        bearer.Events ??= new JwtBearerEvents();
        bearer.Events.OnTokenValidated = context =>
        {
            context.Principal = KnownClaims.Of((ClaimsIdentity)context.Principal!.Identity!);
            if (context.HttpContext.RequestServices.GetRequiredService<TokenCheck>().Refuse(new AccessToken(context.Principal)) is { } why)
            {
                context.Fail(new TokenRefusedException(why));
            }

            return Task.CompletedTask;
        };
        bearer.Events.OnChallenge = context =>
        {
            if (context.AuthenticateFailure is TokenRefusedException refused)
            {
                context.ErrorDescription = refused.Message;
            }

            return Task.CompletedTask;
        };
    }

    private static bool IsSafe(string authority, bool isDevelopment) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (isDevelopment && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
