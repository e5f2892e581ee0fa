using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using Platform.Contracts.Names;
using Platform.ServiceDefaults.Hosting;

namespace Platform.ServiceDefaults.Tracing;

/// <summary>Registers the export of traces.</summary>
internal static class TracingRegistration
{
    // OpenTelemetry's own variable, with its fellows (protocol, headers): the exporter reads them itself.
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Traces, where there is somebody to send them to. Without, no listener is there, and no span is ever made.</summary>
    public static void AddTracing(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<TracingOptions>(TracingOptions.SectionName);
        if (string.IsNullOrEmpty(builder.Configuration[Endpoint]))
        {
            return;
        }

        builder.Services.AddSingleton<BoundedSampler>();
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
            .AddSource(EventTrace.SourceName)
            .AddAspNetCoreInstrumentation(requests => requests.Filter = context => IsShort(context.Request.Path))
            .SetSampler(services => services.GetRequiredService<BoundedSampler>())
            .AddProcessor(new SpanPrivacy())
            .AddOtlpExporter());
    }

    // A connection of the hub lives for hours, and probes come each second.
    private static bool IsShort(PathString path) =>
        !path.StartsWithSegments(Routes.Hub, StringComparison.Ordinal)
        && path != Routes.Live
        && path != Routes.Ready
        && path != Routes.Prometheus;
}
