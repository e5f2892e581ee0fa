using k8s.Models;

namespace Platform.UnitTests.Manifests;

/// <summary>The environment that a workload's containers are given.</summary>
internal static class Variables
{
    public static IEnumerable<V1EnvVar> Of(Workload workload) => workload.Pod.Containers.SelectMany(container => container.Env ?? []);

    public static string? Value(Workload workload, string name) => Of(workload).FirstOrDefault(variable => variable.Name == name)?.Value;
}
