using Platform.Ingest.Doors;
using Platform.Ingest.HandOver;
using Platform.Ingest.Intake;
using Platform.Ingest.Producers;
using Platform.ServiceDefaults.Hosting;

namespace Platform.Ingest;

internal static class IngestRegistration
{
    public static WebApplicationBuilder AddIngest(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<IngestOptions>(IngestOptions.SectionName);
        builder.Services.AddSingleton<IngestMetrics>();
        builder.Services.AddSingleton<ApiKeyRing>();
        builder.Services.AddSingleton<ProducerAuthentication>();
        builder.Services.AddSingleton<SubmissionReader>();
        builder.Services.AddSingleton<Backlog>();
        builder.Services.AddSingleton<BundleSender>();
        builder.Services.AddSingleton<LaneHandOver>();
        builder.Services.AddSingleton<EventsDoor>();
        return builder;
    }
}
