using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Contracts.Latency;
using Platform.ServiceDefaults.Hosting;

namespace Platform.ServiceDefaults.Latency;

/// <summary>
/// Sends the service's latency digest each second. One digest is on its way at a time: while it waits for the broker, what is
/// recorded goes into the next one, so that a slow second is late, not missing, and nothing piles up. A digest that can't be sent
/// in time is dropped and counted.
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

    private bool _isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var since = clock.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            var now = clock.GetTimestamp();
            await SendAsync(clock.GetElapsedTime(since, now), stoppingToken).ConfigureAwait(false);
            since = now;
        }
    }

    private async Task SendAsync(TimeSpan covered, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            await bus.Publish(TakeDigest(covered), publish => publish.Durable = false, canceled.Token).ConfigureAwait(false);
            if (_isFailing)
            {
                _isFailing = false;
                LogSentAgain();
            }
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            metrics.Dropped();
            if (!_isFailing)
            {
                _isFailing = true;
                LogDropped(timeout.IsCancellationRequested ? $"RabbitMQ did not confirm one within {Patience.TotalSeconds:0} s." : e.Message);
            }
        }
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

    [LoggerMessage(20, LogLevel.Warning, "Latency digests can't be sent and are dropped until they can: {Why}")]
    private partial void LogDropped(string why);

    [LoggerMessage(21, LogLevel.Information, "Latency digests are sent again.")]
    private partial void LogSentAgain();
}
