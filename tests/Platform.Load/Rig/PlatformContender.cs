using Platform.Contracts.Lanes;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Subscribers;

namespace Platform.Load.Rig;

/// <summary>The platform, through its gateway.</summary>
internal sealed class PlatformContender : IContender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _gateway;
    private readonly AccessTokens _tokens;

    public PlatformContender(Target target)
    {
        Target = target;
        _gateway = GatewayClient.Open(target.Gateway, Patience);
        _tokens = new AccessTokens(_gateway, target.SigningKey, target.Token);
    }

    public string Name => "Platform";

    public Target Target { get; }

    public bool IsBaseline => false;

    public AmqpAddress Amqp(Lane lane) => AmqpAddress.Of(lane);

    public Task RequireReadyAsync(CancellationToken cancellationToken) => _gateway.RequireReadyAsync(cancellationToken);

    public IClientStream OpenStream(SubscriberPlan plan, int client, ClientLedger ledger)
    {
        var channel = plan.Channels.ChannelOf(client);
        return new ChannelStream(plan with { Gateway = Target.OriginOf(client) }, _tokens, plan.Channels.SubjectOf(client), new Subscription(channel, plan.Channels.NameOf(channel)), ledger);
    }

    public ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        return ValueTask.CompletedTask;
    }
}
