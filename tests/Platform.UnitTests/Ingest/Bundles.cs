using System.Text;
using System.Text.Json;
using Platform.Ingest.HandOver;

namespace Platform.UnitTests.Ingest;

internal static class Bundles
{
    public static PendingEvents Pending(int number, double acceptedAt = 0) =>
        new(Encoding.UTF8.GetBytes($$"""{"data":{{number}}}"""), 1, acceptedAt);

    public static int[] Numbers(Bundle bundle) =>
        JsonDocument.Parse(bundle.Body).RootElement.EnumerateArray().Select(e => e.GetProperty("data").GetInt32()).ToArray();
}
