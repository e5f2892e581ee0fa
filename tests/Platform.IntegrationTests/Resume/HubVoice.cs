using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Hub;
using Platform.Contracts.Names;

namespace Platform.IntegrationTests.Resume;

/// <summary>A connection of the official .NET client in either protocol, with what comes read as JSON.</summary>
internal static class HubVoice
{
    public static HubConnection Build(Uri gateway, string token, bool packed)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(gateway, $"{Routes.Hub}?user=0"), options =>
        {
            options.AccessTokenProvider = () => Task.FromResult<string?>(token);
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
        });
        return (packed ? builder.AddMessagePackProtocol() : builder).Build();
    }

    /// <summary>Calls back with the argument of each such message.</summary>
    public static void Hear(this HubConnection connection, string method, bool packed, Action<JsonElement> hear)
    {
        if (packed)
        {
            connection.On<object>(method, argument => hear(JsonSerializer.SerializeToElement(argument)));
        }
        else
        {
            connection.On(method, hear);
        }
    }

    /// <summary>Subscribes to one channel, from a position if there is one.</summary>
    public static async Task<JsonElement> SubscribeAsync(
        this HubConnection connection, bool packed, string channel, string? epoch, long offset, CancellationToken cancellationToken)
    {
        var wish = new Dictionary<string, object?> { ["channel"] = channel };
        if (epoch is not null)
        {
            wish["epoch"] = epoch;
            wish["offsets"] = new Dictionary<string, long> { ["normal"] = offset };
        }

        var answers = packed
            ? JsonSerializer.SerializeToElement(await connection.InvokeAsync<Dictionary<string, object>[]>(HubMethods.Subscribe, new[] { wish }, cancellationToken))
            : await connection.InvokeAsync<JsonElement>(HubMethods.Subscribe, new[] { wish }, cancellationToken);
        return answers[0];
    }
}
