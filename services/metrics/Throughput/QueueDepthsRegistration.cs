namespace Platform.Metrics.Throughput;

internal static class QueueDepthsRegistration
{
    /// <summary>How much waits in the lanes.</summary>
    public static WebApplicationBuilder AddQueueDepths(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<QueueDepths>();
        builder.Services.AddSingleton<QueueMetrics>();
        builder.Services.AddHostedService(services => services.GetRequiredService<QueueDepths>());
        return builder;
    }
}
