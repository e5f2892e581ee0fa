using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Platform.ServiceDefaults.Logs;

/// <summary>Registers the logs: readable lines in Development, JSON elsewhere, both with the trace that a line belongs to.</summary>
internal static class LogRegistration
{
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        // A line for each request would say nothing that the metrics do not, and would hold tokens. Any other source overrides it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
                // It tells each attempt to connect, and each message lost in one, with a stack trace; ours is one line a change.
                ["Logging:LogLevel:MassTransit"] = nameof(LogLevel.Critical),
            },
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.ClearProviders()
            .AddConsoleFormatter<ReadableLines, ConsoleFormatterOptions>()
            .AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>()
            .AddConsole(console => console.FormatterName = builder.Environment.IsDevelopment() ? ReadableLines.FormatterName : JsonLines.FormatterName);
    }
}
