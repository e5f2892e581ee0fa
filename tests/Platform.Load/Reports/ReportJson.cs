using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Load.Reports;

/// <summary>How reports are written for programs.</summary>
internal static class ReportJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a report to a file.</summary>
    public static void Save<TReport>(TReport report, FileInfo file) =>
        File.WriteAllBytes(file.FullName, JsonSerializer.SerializeToUtf8Bytes(report, Options));
}
