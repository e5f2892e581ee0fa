using Platform.Contracts.Lanes;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Subscribers;

namespace Platform.Load.Rig;

/// <summary>What a run of <c>latency</c> measures: the platform, or what it is compared with. Load, clock and ledger are the same.</summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Where it is, and which processes are its own.</summary>
    Target Target { get; }

    /// <summary>A baseline stamps no stages on its events, and has promised nothing that the ledger could find broken.</summary>
    bool IsBaseline { get; }

    /// <summary>Where producers publish by AMQP.</summary>
    AmqpAddress Amqp(Lane lane);

    /// <summary>Looks whether it is ready, before anything is sent.</summary>
    /// <exception cref="CannotRunException">It is not.</exception>
    Task RequireReadyAsync(CancellationToken cancellationToken);

    /// <summary>What a client says and hears.</summary>
    IClientStream OpenStream(SubscriberPlan plan, int client, ClientLedger ledger);
}
