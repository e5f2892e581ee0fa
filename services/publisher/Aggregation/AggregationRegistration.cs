using Platform.ServiceDefaults.Hosting;

namespace Platform.Publisher.Aggregation;

internal static class AggregationRegistration
{
    /// <summary>The rules by which events are made one.</summary>
    public static WebApplicationBuilder AddAggregation(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<AggregationOptions>(AggregationOptions.SectionName);
        return builder;
    }
}
