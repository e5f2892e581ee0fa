using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Subscribers;

namespace Platform.Load.Scenarios;

/// <summary>
/// The clients of a run with their ledger, on which several loads are put one after the other or side by side. The proof at its end
/// is of all of them.
/// </summary>
internal sealed class LoadSession : IAsyncDisposable
{
    private readonly PlatformContender _platform;
    private readonly AudiencePlan _plan;
    private readonly Phases _phases;
    private readonly SubscriberFleet _subscribers;
    private readonly SubscriberFleet _droppers;
    private readonly Refusals _refusals = new();

    private LoadSession(AudiencePlan plan, DeliveryTimesOf times, Phases phases)
    {
        (_plan, _phases) = (plan, phases);
        _platform = new PlatformContender(plan.Target);
        Run = (uint)Random.Shared.NextInt64(uint.MaxValue);
        Channels = new LoadChannels(plan.Kind, plan.Clients + plan.Droppers);
        Ledger = new Ledger(Run, Channels.Names, plan.Producers);
        Listening = new SubscriberPlan(plan.Target.Gateway, Channels, Run, Clock, times(Clock));
        _subscribers = new SubscriberFleet(Listening, _platform, Ledger, plan.Clients);
        var timesOfDroppers = new DeliveryTimes(Clock);
        ListeningDroppers = Listening with { Times = _ => timesOfDroppers, Outages = new Outages(), Replays = new Durations(), IsCut = true };
        _droppers = new SubscriberFleet(ListeningDroppers, _platform, Ledger, plan.Droppers, first: plan.Clients);
    }

    public RunClock Clock { get; } = new();

    public uint Run { get; }

    public LoadChannels Channels { get; }

    public Ledger Ledger { get; }

    public SubscriberPlan Listening { get; }

    /// <summary>The same for the clients whose connections the run cuts.</summary>
    public SubscriberPlan ListeningDroppers { get; }

    public SubscriberFleet Droppers => _droppers;

    public Traffic Traffic => Listening.Traffic;

    /// <summary>What no door accepted at once, of all loads.</summary>
    public IReadOnlyDictionary<string, long> Refusals => _refusals.Answers;

    /// <summary>Connects all clients, each on a channel of its own.</summary>
    /// <exception cref="CannotRunException">The platform is not there, or not all clients receive their channel.</exception>
    public static async Task<LoadSession> OpenAsync(AudiencePlan plan, DeliveryTimesOf times, Phases phases, CancellationToken stop)
    {
        var session = new LoadSession(plan, times, phases);
        try
        {
            await session._platform.RequireReadyAsync(stop);
            var connecting = Task.WhenAll(session._subscribers.ConnectAsync(stop), session._droppers.ConnectAsync(stop));
            await phases.RunAsync("connect", connecting, () => (session._subscribers.Ready + session._droppers.Ready, plan.Clients + plan.Droppers));
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the producers of one load.</summary>
    public Task<SentLoad> OpenAsync(ProducerPlan sending, Via via, CancellationToken stop) => OpenAsync(sending, via, LoadEventWriter.EventType, stop);

    /// <summary>Opens the producers of one load, whose events have a type of their own.</summary>
    public async Task<SentLoad> OpenAsync(ProducerPlan sending, Via via, string eventType, CancellationToken stop)
    {
        var doors = new Doors(via, _plan.Target, AmqpAddress.Of(sending.Lane), _refusals);
        var writer = new LoadEventWriter(Run, Channels, _plan.PayloadBytes, eventType);
        return new SentLoad(sending, doors, await ProducerFleet.OpenAsync(sending, doors, Ledger, writer, Clock, stop), Clock);
    }

    /// <summary>Waits for what is owed.</summary>
    public Task DrainAsync(TimeSpan patience) => new Drain(Ledger, Traffic, Clock).WaitAsync(patience);

    /// <summary>The same, where what is owed is less than all that is missing.</summary>
    public Task DrainAsync(TimeSpan patience, Func<long> owed) => new Drain(Ledger, Traffic, Clock).WaitAsync(patience, owed);

    /// <summary>Waits for what is owed, closes the clients, and says what came of everything.</summary>
    public async Task<Verdict> AuditAsync(TimeSpan patience)
    {
        await _phases.RunAsync("drain", DrainAsync(patience));
        return await CloseAsync();
    }

    /// <summary>Closes the clients at once, and says what came of everything.</summary>
    public async Task<Verdict> CloseAsync()
    {
        Errors = [.. _subscribers.Errors.Union(_droppers.Errors)];
        await _subscribers.DisposeAsync();
        await _droppers.DisposeAsync();
        return Ledger.Audit();
    }

    /// <summary>Who could not listen at the end, in the platform's words.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>Connections that were lost in a part of the run, cut by the run itself or not.</summary>
    public Percentiles Outages(long from, long until)
    {
        var all = new Durations();
        Listening.Outages.AddTo(all, from, until);
        ListeningDroppers.Outages.AddTo(all, from, until);
        return all.Summarize();
    }

    public async ValueTask DisposeAsync()
    {
        await _subscribers.DisposeAsync();
        await _droppers.DisposeAsync();
        await _platform.DisposeAsync();
    }
}

/// <summary>Where the times of each lane's deliveries go, on the clock of a run.</summary>
internal delegate Func<Platform.Contracts.Lanes.Lane, DeliveryTimes> DeliveryTimesOf(RunClock clock);
