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
    /// <summary>Bearer tokens; issuer, audience, signature and expiry are checked.</summary>
    public static WebApplicationBuilder AddTokenAuthentication(this WebApplicationBuilder builder)
    {
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.Services.AddValidated<AuthOptions>(AuthOptions.SectionName)
            .PostConfigure(auth => auth.SigningKey ??= isDevelopment && auth.Authority is null ? AuthOptions.DevelopmentSigningKey : null)
            .Validate(
                auth => isDevelopment || auth.SigningKey != AuthOptions.DevelopmentSigningKey,
                "Auth:SigningKey is Development's public key. Make a secret of your own, for instance with: openssl rand -base64 48");
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddAuthorization();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<AuthOptions>, TimeProvider>(Configure);
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
        bearer.TimeProvider = clock;
        bearer.Authority = auth.Authority;
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
            ClockSkew = TimeSpan.FromSeconds(5),
        };
    }
}
