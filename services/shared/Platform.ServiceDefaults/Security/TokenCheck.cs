using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Platform.ServiceDefaults.Security;

/// <summary>Decides which tokens are believed: the same at every door, and for tokens that come when the door was passed already.</summary>
public sealed class TokenCheck
{
    private readonly IOptionsMonitor<JwtBearerOptions> _bearer;
    private readonly ITokenRule[] _rules;

    internal TokenCheck(IOptionsMonitor<JwtBearerOptions> bearer, IEnumerable<ITokenRule> rules)
    {
        _bearer = bearer;
        _rules = [.. rules];
    }

    /// <summary>Reads a token as the door would.</summary>
    /// <exception cref="TokenRefusedException">It is not believed.</exception>
    public async Task<AccessToken> ReadAsync(string jwt)
    {
        var options = _bearer.Get(JwtBearerDefaults.AuthenticationScheme);
        var parameters = options.TokenValidationParameters.Clone();
        parameters.ConfigurationManager = options.ConfigurationManager as BaseConfigurationManager;
        var result = await options.TokenHandlers[0].ValidateTokenAsync(jwt, parameters).ConfigureAwait(false);
        if (!result.IsValid)
        {
            throw new TokenRefusedException(Describe(result.Exception), result.Exception);
        }

        var token = new AccessToken(KnownClaims.Of(result.ClaimsIdentity));
        return Refuse(token) is { } why ? throw new TokenRefusedException(why) : token;
    }

    /// <summary>Why a token with a good signature, issuer, audience and expiry is refused nevertheless.</summary>
    internal string? Refuse(AccessToken token)
    {
        foreach (var rule in _rules)
        {
            if (rule.Refuse(token) is { } why)
            {
                return why;
            }
        }

        return null;
    }

    // The library's own words are about its code, and may quote the token.
    private static string Describe(Exception? why) => why switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenInvalidIssuerException => "The token's issuer is not the one that is believed here.",
        SecurityTokenInvalidAudienceException => "The token is meant for another audience.",
        SecurityTokenInvalidSignatureException => "The token's signature is not valid.",
        _ => "It is not a valid token.",
    };
}
