namespace Platform.Load.Measurements;

/// <summary>What a service's last garbage collection left in use, as its own Prometheus page says.</summary>
internal static class ManagedHeap
{
    private const string Size = "dotnet_gc_last_collection_heap_size_bytes{";
    private const string Fragments = "dotnet_gc_last_collection_heap_fragmentation_size_bytes{";

    /// <summary>Its bytes; <c>null</c> where there is no such page.</summary>
    public static async Task<long?> ReadAsync(HttpClient client, Uri service, CancellationToken cancellationToken)
    {
        try
        {
            var lines = (await client.GetStringAsync(new Uri(service, Contracts.Names.Routes.Prometheus), cancellationToken)).Split('\n');
            return PrometheusPage.Sum(lines, Size) - PrometheusPage.Sum(lines, Fragments);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
