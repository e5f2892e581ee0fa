using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Contracts.Latency;
using Platform.ServiceDefaults.Hosting;

namespace Platform.ServiceDefaults.Latency;

/// <summary>
/// Sends the service's latency digest each second, and what is left when the service stops. One digest is on its way at a time: while it
/// waits for the broker, what is recorded goes into the next one, so that a slow second is late, not missing, and nothing piles up. One that
/// was not confirmed is sent again as the same message, which counts once. What can't be sent in time is dropped and counted.
/// </summary>
internal sealed partial class DigestSender(
    LatencyRecorder recorder,
    IBus bus,
    ServiceName service,
    IOptions<ServiceOptions> options,
    DigestMetrics metrics,
    TimeProvider clock,
    ILogger<DigestSender> logger,
    IEdgeLoad? edge = null) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Covers a restart of the broker; what is older says nothing about now.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A confirm that does not come in this time went with its connection.
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(4);

    // A service that stops must not wait long for a broker that is away.
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);

    private long _since = clock.GetTimestamp();
    private Message? _unconfirmed;
    private bool _isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await SendAsync(ConfirmTimeout, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sends what was recorded since the last second, and what was on its way. The bus was registered before, so it stops after this; what
    /// records was registered later, and has stopped.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_unconfirmed is null || await SendAsync(LastPatience, CancellationToken.None).ConfigureAwait(false))
        {
            await SendAsync(LastPatience, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<bool> SendAsync(TimeSpan timeToConfirm, CancellationToken stopping)
    {
        var message = _unconfirmed ??= TakeMessage();
        using var timeout = new CancellationTokenSource(timeToConfirm, clock);
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            await bus.Publish(
                message.Digest,
                publish => (publish.MessageId, publish.Durable) = (message.Id, false),
                canceled.Token).ConfigureAwait(false);
            _unconfirmed = null;
            if (_isFailing)
            {
                _isFailing = false;
                LogSentAgain();
            }

            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            if (clock.GetElapsedTime(message.TakenAt) >= Patience)
            {
                _unconfirmed = null;
                metrics.Dropped();
            }

            if (!_isFailing)
            {
                _isFailing = true;
                LogFailing(timeout.IsCancellationRequested ? $"RabbitMQ did not confirm one within {timeToConfirm.TotalSeconds:0} s." : e.Message);
            }

            return false;
        }
    }

    private Message TakeMessage()
    {
        var now = clock.GetTimestamp();
        var message = new Message(NewId.NextGuid(), TakeDigest(clock.GetElapsedTime(_since, now)), now);
        _since = now;
        return message;
    }

    private LatencyDigest TakeDigest(TimeSpan covered) => new()
    {
        Service = service.Value,
        Instance = options.Value.Name,
        Version = options.Value.Version,
        TakenAt = clock.GetUtcNow().UtcDateTime,
        Seconds = covered.TotalSeconds,
        Histograms = recorder.Take(),
        Edge = edge?.Take(),
    };

    private sealed record Message(Guid Id, LatencyDigest Digest, long TakenAt);

    [LoggerMessage(20, LogLevel.Warning, "Latency digests can't be sent, and are dropped when that lasts: {Why}")]
    private partial void LogFailing(string why);

    [LoggerMessage(21, LogLevel.Information, "Latency digests are sent again.")]
    private partial void LogSentAgain();
}
