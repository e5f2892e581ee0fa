using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Client;
using Platform.Client.Place;
using Platform.Load.Events;
using Platform.Load.Proof;
using Platform.Load.Rig;
using Platform.Load.Scenarios;

namespace Platform.Load.Subscribers;

/// <summary>
/// A program with the .NET client beside the tool's own clients, on the channel of the first of them. The tool's own write down what the
/// wire says; what an app gets of it by the client that users have is audited here, like theirs.
/// </summary>
internal sealed class Witness : IAsyncDisposable
{
    private const int Channel = 0;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly uint _run;
    private readonly HttpClient _gateway;
    private readonly PlatformClient _client;
    private readonly ChannelSubscription _subscription;
    private readonly ClientLedger _ledger;
    private readonly Task _reading;

    private Witness(LoadSession session, Target target)
    {
        _run = session.Run;
        _ledger = session.Ledger.OpenClient("the .NET client");
        _ledger.Join(Channel);
        _gateway = GatewayClient.Open(target.Gateway, Patience);
        var tokens = new AccessTokens(_gateway, target.SigningKey, target.Token);
        _client = new PlatformClient(target.Gateway, new PlatformClientOptions
        {
            GetToken = cancellationToken => tokens.ForAsync("load-witness", cancellationToken),
        });
        _subscription = _client.Subscribe(session.Channels.NameOf(Channel));
        _subscription.Missed += Told;
        _reading = ReadAsync();
    }

    /// <summary>Returns when it receives its channel. Of a channel of one user's it would need that user's token: it takes topics.</summary>
    /// <exception cref="CannotRunException">It does not.</exception>
    public static async Task<Witness> OpenAsync(LoadSession session, Target target, CancellationToken stop)
    {
        var witness = new Witness(session, target);
        try
        {
            await witness._subscription.Ready.WaitAsync(Patience, stop);
            return witness;
        }
        catch (Exception e) when (e is TimeoutException or SubscriptionRefusedException or ConnectionEndedException)
        {
            await witness.DisposeAsync();
            throw new CannotRunException($"The .NET client does not receive its channel: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _gateway.Dispose();
    }

    private async Task ReadAsync()
    {
        await foreach (var e in _subscription)
        {
            var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(e.Data));
            reader.Read();
            if (LoadData.Read(ref reader) is { } data && data.Run == _run)
            {
                _ledger.Arrived(Channel, e.Lane, data.Producer, data.Sequence);
            }
        }
    }

    private void Told(Gap gap)
    {
        if (gap.From is { } from)
        {
            _ledger.ToldLost(gap.To - from + 1);
        }
        else
        {
            _ledger.ToldEpoch();
        }
    }
}
