using k8s.Models;

namespace Platform.UnitTests.Manifests;

/// <summary>What every pod owes, ours or not: the restricted profile, a version, bounds, probes, and time to leave.</summary>
internal static class PodPolicy
{
    public static IEnumerable<string> Faults(Workload workload) =>
        PodFaults(workload.Pod)
            .Concat(workload.Pod.Containers.SelectMany(container => ContainerFaults(container).Concat(ProbeFaults(container))))
            .Concat((workload.Pod.InitContainers ?? []).SelectMany(ContainerFaults))
            .Select(fault => $"{workload.Name}: {fault}");

    private static IEnumerable<string> PodFaults(V1PodSpec pod)
    {
        if (pod.SecurityContext is not { RunAsNonRoot: true, RunAsUser: > 0, SeccompProfile.Type: "RuntimeDefault" })
        {
            yield return "runs as root, or without the runtime's seccomp profile";
        }

        if (pod.AutomountServiceAccountToken is not false)
        {
            yield return "gets a token of the API server";
        }

        if (pod.HostNetwork is true || pod.HostPID is true || pod.HostIPC is true || (pod.Volumes ?? []).Any(volume => volume.HostPath is not null))
        {
            yield return "shares something with its machine";
        }
    }

    private static IEnumerable<string> ContainerFaults(V1Container container)
    {
        var version = container.Image.Split('/')[^1].Split(':', '@').Skip(1).FirstOrDefault();
        if (version is null or "latest")
        {
            yield return $"the image of {container.Name} has no version";
        }

        if (container.SecurityContext is not { AllowPrivilegeEscalation: false, Capabilities.Drop: ["ALL"], Privileged: not true }
            || container.SecurityContext is { RunAsNonRoot: false } or { RunAsUser: 0 } or { Capabilities.Add.Count: > 0 })
        {
            yield return $"{container.Name} may take more rights";
        }

        if (container.SecurityContext?.ReadOnlyRootFilesystem is null)
        {
            yield return $"{container.Name} does not say whether it writes to its file system";
        }

        foreach (var (kind, quantities) in new[] { ("requests", container.Resources?.Requests), ("limits", container.Resources?.Limits) })
        {
            if (quantities is null || !quantities.ContainsKey("cpu") || !quantities.ContainsKey("memory"))
            {
                yield return $"{container.Name} lacks {kind} of cpu and memory";
            }
        }
    }

    private static IEnumerable<string> ProbeFaults(V1Container container)
    {
        if (container.LivenessProbe is null || container.ReadinessProbe is null)
        {
            yield return $"{container.Name} lacks a probe";
        }
    }
}
