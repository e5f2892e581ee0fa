using Microsoft.AspNetCore.Authentication.JwtBearer;
using Platform.Contracts.Names;

namespace Platform.Edge.Security;

/// <summary>Browsers can't set headers on a WebSocket; on the hub, and only there, the token may stand in the query.</summary>
internal static class TokenFromQuery
{
    public static WebApplicationBuilder AddTokenFromQuery(this WebApplicationBuilder builder)
    {
        builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            options.Events ??= new JwtBearerEvents();
            options.Events.OnMessageReceived = context =>
            {
                if (context.Request.Path.StartsWithSegments(Routes.Hub) && context.Request.Query["access_token"] is [{ Length: > 0 } token])
                {
                    context.Token = token;
                }

                return Task.CompletedTask;
            };
        });
        return builder;
    }
}
