using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.EventPipe;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Platform.Load.Measurements;

/// <summary>
/// Where a .NET process spends its time, as its own runtime samples it: about a thousand times a second, all threads at once. For that
/// it stops them each time, so a profiled run is a slower one.
/// </summary>
internal sealed class CpuProfile
{
    private const string Sampler = "Microsoft-DotNETCore-SampleProfiler";

    private readonly EventPipeSession _session;
    private readonly string _file;
    private readonly Task _copying;

    private CpuProfile(EventPipeSession session, string file)
    {
        (_session, _file) = (session, file);
        _copying = CopyAsync();
    }

    public static async Task<CpuProfile> StartAsync(int pid, CancellationToken cancellationToken)
    {
        EventPipeProvider[] providers =
        [
            new(Sampler, EventLevel.Informational),
            new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, (long)ClrTraceEventParser.Keywords.Default),
        ];
        var session = await new DiagnosticsClient(pid).StartEventPipeSessionAsync(providers, requestRundown: true, token: cancellationToken);
        return new CpuProfile(session, Path.Combine(Path.GetTempPath(), $"publisher-{pid}.nettrace"));
    }

    /// <summary>Ends it. The names of the methods come last, so this takes a few seconds.</summary>
    public async Task<MethodShares> StopAsync(int top)
    {
        await _session.StopAsync(CancellationToken.None);
        await _copying;
        _session.Dispose();
        var log = TraceLog.CreateFromEventPipeDataFile(_file);
        try
        {
            return MethodShares.Of(Read(log), top);
        }
        finally
        {
            File.Delete(log);
            File.Delete(_file);
        }
    }

    private static List<(string Method, bool IsManaged)> Read(string log)
    {
        List<(string Method, bool IsManaged)> samples = [];
        using var trace = new TraceLog(log);
        using var events = trace.Events.GetSource();
        new SampleProfilerTraceEventParser(events).ThreadSample += sample => samples.Add(
            (sample.CallStack()?.CodeAddress.FullMethodName is { Length: > 0 } name ? name : "?", sample.Type == ClrThreadSampleType.Managed));
        events.Process();
        return samples;
    }

    private async Task CopyAsync()
    {
        await using var file = File.Create(_file);
        await _session.EventStream.CopyToAsync(file);
    }
}
