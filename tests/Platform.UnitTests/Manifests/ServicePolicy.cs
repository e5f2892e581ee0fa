using System.Globalization;
using Platform.Contracts.Names;
using Platform.Edge.Drain;
using Platform.Gateway;

namespace Platform.UnitTests.Manifests;

/// <summary>What pods of our services owe besides: the right health pages, a file system that nobody writes to, an orderly end.</summary>
internal static class ServicePolicy
{
    // What the host itself takes to end, once a service has left.
    private const int HostSeconds = 5;

    public static IEnumerable<string> Faults(Workload workload) =>
        workload.Service is null ? [] : ContainerFaults(workload).Concat(EndFaults(workload)).Select(fault => $"{workload.Name}: {fault}");

    private static IEnumerable<string> ContainerFaults(Workload workload)
    {
        var container = workload.Pod.Containers[0];
        if (container.LivenessProbe?.HttpGet?.Path != Routes.Live || container.ReadinessProbe?.HttpGet?.Path != Routes.Ready)
        {
            yield return "is asked at other pages than its health pages";
        }

        if (container.SecurityContext?.ReadOnlyRootFilesystem is not true)
        {
            yield return "may write to its file system";
        }
    }

    private static IEnumerable<string> EndFaults(Workload workload)
    {
        var pause = workload.Pod.Containers[0].Lifecycle?.PreStop?.Sleep?.Seconds ?? 0;
        var leaving = workload.Service switch
        {
            "edge" => Seconds(workload, DrainOptions.SectionName, nameof(DrainOptions.WindowSeconds), new DrainOptions().WindowSeconds),
            "gateway" => Seconds(workload, GatewayOptions.SectionName, nameof(GatewayOptions.ShutdownSeconds), new GatewayOptions().ShutdownSeconds),
            _ => 0,
        };
        if (pause == 0)
        {
            yield return "stops before everyone knows that it leaves";
        }

        if (workload.Pod.TerminationGracePeriodSeconds is not { } grace || grace < pause + leaving + HostSeconds)
        {
            yield return $"is killed before it has left: {pause} s of preStop, {leaving} s of its own, {HostSeconds} s for the host";
        }
    }

    private static int Seconds(Workload workload, string section, string option, int otherwise) =>
        Variables.Of(workload).FirstOrDefault(variable => variable.Name == $"{section}__{option}")?.Value is { } value
            ? int.Parse(value, CultureInfo.InvariantCulture)
            : otherwise;
}
