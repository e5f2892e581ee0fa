using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults.Security.Revocations;

/// <summary>Registers what refuses revoked tokens.</summary>
public static class RevocationRegistration
{
    /// <summary>What is revoked is refused at the doors; who tells it to <see cref="RevokedTokens"/> is the service's own.</summary>
    public static WebApplicationBuilder AddRevokedTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => new RevokedTokens(services.GetRequiredService<IOptions<AuthOptions>>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ITokenRule>(services => services.GetRequiredService<RevokedTokens>());
        return builder;
    }

    /// <summary>The edge nodes tell it over the bus.</summary>
    public static void AddRevocations(this IBusRegistrationConfigurator bus) => bus.AddConsumer<RevocationConsumer, RevocationConsumerDefinition>();
}
