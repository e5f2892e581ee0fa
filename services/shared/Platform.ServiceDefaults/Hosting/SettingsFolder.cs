using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;

namespace Platform.ServiceDefaults.Hosting;

/// <summary>Settings as files, which is how orchestrators hand out secrets, and how they change what a running service reads.</summary>
internal static class SettingsFolder
{
    private const string Setting = $"{ServiceOptions.SectionName}:{nameof(ServiceOptions.SettingsFolder)}";

    /// <summary>Adds the folder's files to the configuration, if there is such a folder.</summary>
    public static void AddSettingsFolder(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Setting] is { Length: > 0 } folder)
        {
            builder.Configuration.AddKeyPerFile(source =>
            {
                source.ReloadOnChange = true;
                // Kubernetes changes a mounted folder by changing what its links lead to, which no notice of the file system tells.
                source.FileProvider = new PhysicalFileProvider(Path.GetFullPath(folder)) { UsePollingFileWatcher = true, UseActivePolling = true };
            });
        }
    }
}
