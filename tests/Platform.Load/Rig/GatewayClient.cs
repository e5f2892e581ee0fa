using System.Net;
using Platform.Contracts.Names;

namespace Platform.Load.Rig;

/// <summary>The gateway's HTTP side.</summary>
internal static class GatewayClient
{
    /// <summary>A client whose connections are the caller's own.</summary>
    public static HttpClient Open(Uri gateway, TimeSpan timeout) =>
        new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = gateway,
            Timeout = timeout,
        };

    /// <summary>Looks whether the stack is ready, before anything is sent.</summary>
    /// <exception cref="CannotRunException">It is not.</exception>
    public static async Task RequireReadyAsync(this HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(Routes.Ready, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                var detail = await answer.Content.ReadAsStringAsync(cancellationToken);
                throw new CannotRunException($"The gateway at {client.BaseAddress} is not ready: {(int)answer.StatusCode} {detail}");
            }
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CannotRunException($"There is no gateway at {client.BaseAddress}: {e.Message}", e);
        }
    }

    /// <summary>Whether a service says that it is ready.</summary>
    public static async Task<bool> IsReadyAsync(this HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(Routes.Ready, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
