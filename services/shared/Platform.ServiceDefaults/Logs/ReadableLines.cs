using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Platform.ServiceDefaults.Logs;

/// <summary>A line for people: time, level, who speaks, what happened, and the trace where there is one. An exception follows on lines of its own.</summary>
internal sealed class ReadableLines(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "platform-readable";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(clock.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        textWriter.Write($" {Short(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] ");
        textWriter.Write(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (Activity.Current is { } activity)
        {
            textWriter.Write($" (trace {activity.TraceId})");
        }

        textWriter.WriteLine();
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
