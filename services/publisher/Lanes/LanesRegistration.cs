using Platform.Contracts.Lanes;
using Platform.Publisher.DeadLetters;
using Platform.Publisher.Poison;
using Platform.Publisher.Reading;
using Platform.ServiceDefaults.Hosting;

namespace Platform.Publisher.Lanes;

internal static class LanesRegistration
{
    /// <summary>A reader for each lane.</summary>
    public static WebApplicationBuilder AddLanes(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<PublisherOptions>(PublisherOptions.SectionName);
        builder.Services.AddSingleton<DeliveryReader>();
        builder.Services.AddSingleton<PublisherMetrics>();
        builder.Services.AddSingleton<TrialRecord>();
        builder.Services.AddSingleton<TrialGate>();
        builder.Services.AddSingleton<DeadLetterDoor>();
        builder.Services.AddSingleton<LaneSessionFactory>();
        foreach (var lane in LaneNames.All)
        {
            builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<LaneReader>(services, (object)lane));
        }

        return builder;
    }
}
