using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Platform.ServiceDefaults.Tracing;

namespace Platform.UnitTests.Hosting;

public sealed class SpanPrivacyTests
{
    // Spans went to the collector with "/api/v1/channels/user:42/history" in them, and with whatever stood in a query.
    [Fact(Timeout = 30_000)]
    public async Task What_is_exported_of_a_request_names_its_route_and_no_user_channel_or_token()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1";
        builder.Configuration["Tracing:SampleRatio"] = "1";
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddTracing();
        var exported = new Exported();
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(exported)));
        await using var app = builder.Build();
        app.MapGet("/api/v1/channels/{channel}/history", (string channel) => channel);
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        foreach (var path in (string[])["/api/v1/channels/user:42/history", "/Hubs/Events", "/nowhere/user:42"])
        {
            using var answer = await http.GetAsync(new Uri($"{path}?access_token=secret&sub=42", UriKind.Relative), TestContext.Current.CancellationToken);
        }

        while (exported.Spans.Count < 3)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Contains("/api/v1/channels/{channel}/history", exported.Spans.Select(span => span.GetTagItem("http.route")));
        Assert.All(exported.Spans, span => Assert.DoesNotMatch("secret|user:42|access_token", $"{span.DisplayName} {string.Join(' ', span.TagObjects.Select(tag => tag.Value))}"));
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Exported : BaseExporter<Activity>
    {
        public ConcurrentQueue<Activity> Spans { get; } = new();

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
            {
                Spans.Enqueue(span);
            }

            return ExportResult.Success;
        }
    }
}
