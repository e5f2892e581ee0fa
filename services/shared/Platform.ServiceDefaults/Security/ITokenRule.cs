namespace Platform.ServiceDefaults.Security;

/// <summary>What a token must satisfy beside a good signature, issuer, audience and expiry.</summary>
public interface ITokenRule
{
    /// <summary>Why the token is refused, as a sentence for who sent it; <c>null</c> when it is not.</summary>
    string? Refuse(AccessToken token);
}
