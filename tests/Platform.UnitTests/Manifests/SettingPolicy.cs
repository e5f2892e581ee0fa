using k8s;
using k8s.Models;

namespace Platform.UnitTests.Manifests;

/// <summary>Each variable, settings file and port of a service of ours is one that it knows.</summary>
internal static class SettingPolicy
{
    /// <summary>Where a service listens that is told nothing: the runtime image's own default.</summary>
    public const string DefaultPorts = "8080";

    private const string ConfigMapSuffix = "-settings";

    public static IEnumerable<string> Faults(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects) =>
        Workload.In(objects).Where(workload => workload.Service is not null).SelectMany(workload => VariableFaults(workload).Concat(PortFaults(workload)))
            .Concat(objects.OfType<V1ConfigMap>().SelectMany(FileFaults));

    public static IEnumerable<string> Unknown(string service, IEnumerable<string> variables) =>
        variables.Where(variable => !SettingNames.IsKnown(service, variable)).Select(variable => $"{service}: no option of it is called {variable}");

    private static IEnumerable<string> VariableFaults(Workload workload) => Unknown(workload.Service!, Variables.Of(workload).Select(variable => variable.Name));

    private static IEnumerable<string> PortFaults(Workload workload)
    {
        var listens = (Variables.Value(workload, "ASPNETCORE_HTTP_PORTS") ?? DefaultPorts).Split(';');
        return from port in workload.Pod.Containers[0].Ports
               where !listens.Contains($"{port.ContainerPort}")
               select $"{workload.Name}: listens on {string.Join(", ", listens)} and not on {port.ContainerPort}";
    }

    private static IEnumerable<string> FileFaults(V1ConfigMap map) =>
        map.Metadata.Name.EndsWith(ConfigMapSuffix, StringComparison.Ordinal) ? Unknown(map.Metadata.Name[..^ConfigMapSuffix.Length], map.Data.Keys) : [];
}
