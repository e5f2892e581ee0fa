using System.Globalization;

namespace Platform.Load.Measurements;

/// <summary>What a service says on its own Prometheus page.</summary>
internal static class PrometheusPage
{
    /// <summary>The sum of a metric over its tags; <c>null</c> where there is no such page.</summary>
    /// <param name="client">Asks.</param>
    /// <param name="service">The service's own address.</param>
    /// <param name="name">The metric's name and the brace behind it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="tag">A tag that counts alone, as it stands there; all of them otherwise.</param>
    public static async Task<long?> ReadAsync(HttpClient client, Uri service, string name, CancellationToken cancellationToken, string tag = "")
    {
        try
        {
            return Sum((await client.GetStringAsync(new Uri(service, Contracts.Names.Routes.Prometheus), cancellationToken)).Split('\n'), name, tag);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    public static long Sum(IEnumerable<string> lines, string name, string tag = "") => lines
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(tag, StringComparison.Ordinal))
        .Sum(line => (long)double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture));
}
