using k8s;
using k8s.Models;
using Platform.UnitTests.Manifests.ThirdParty;

namespace Platform.UnitTests.Manifests;

/// <summary>What names something else must find it: services their pods, an Ingress its service, a budget and a scale their deployment.</summary>
internal sealed class WiringPolicy(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects)
{
    private readonly List<Workload> _workloads = [.. Workload.In(objects)];
    private readonly List<V1Service> _services = [.. objects.OfType<V1Service>()];

    public IEnumerable<string> Faults() =>
        NamespaceFaults().Concat(ServiceFaults()).Concat(BudgetFaults()).Concat(ScaleFaults()).Concat(IngressFaults()).Concat(MonitorFaults()).Concat(AddressFaults());

    private IEnumerable<string> NamespaceFaults()
    {
        if (!objects.OfType<V1Namespace>().Any(space => space.Metadata.Labels?.TryGetValue("pod-security.kubernetes.io/enforce", out var level) is true && level == "restricted"))
        {
            yield return "the namespace does not enforce the restricted profile";
        }

        if (!objects.OfType<V1NetworkPolicy>().Any(policy => policy.Spec is { PodSelector: { MatchLabels: null, MatchExpressions: null }, Ingress: null, Egress: null, PolicyTypes.Count: 2 }))
        {
            yield return "no NetworkPolicy denies what others do not allow";
        }
    }

    private IEnumerable<string> ServiceFaults() =>
        from service in _services
        from port in service.Spec.Ports
        where !_workloads.Any(workload => workload.IsSelectedBy(service.Spec.Selector) && workload.Port(port.TargetPort) is not null)
        select $"service {service.Metadata.Name}: no pod has its port {port.TargetPort}";

    private IEnumerable<string> BudgetFaults() =>
        from workload in _workloads
        where workload.Service is not null && !objects.OfType<V1PodDisruptionBudget>().Any(budget => workload.IsSelectedBy(budget.Spec.Selector.MatchLabels))
        select $"{workload.Name}: no PodDisruptionBudget";

    private IEnumerable<string> ScaleFaults() =>
        from scale in objects.OfType<V2HorizontalPodAutoscaler>()
        where objects.OfType<V1Deployment>().FirstOrDefault(deployment => deployment.Metadata.Name == scale.Spec.ScaleTargetRef.Name) is not { Spec.Replicas: null }
        select $"autoscaler {scale.Metadata.Name}: no deployment of that name without a number of its own";

    private IEnumerable<string> IngressFaults() =>
        from ingress in objects.OfType<V1Ingress>()
        from rule in ingress.Spec.Rules
        from path in rule.Http.Paths
        let backend = path.Backend.Service
        where backend.Name != "gateway" || Port(backend.Name, backend.Port.Name)?.Name != "http"
        select $"ingress {ingress.Metadata.Name}: leads elsewhere than to the gateway's public port";

    private IEnumerable<string> MonitorFaults() =>
        from monitor in objects.OfType<ServiceMonitor>()
        from expression in monitor.Spec.Selector.MatchExpressions ?? []
        from endpoint in monitor.Spec.Endpoints
        let found = _services.Where(service => service.Metadata.Labels?.TryGetValue(expression.Key, out var value) is true && expression.Values.Contains(value)).ToList()
        where found.Count == 0 || found.Any(service => Port(service.Metadata.Name, endpoint.Port) is null)
        select $"monitor {monitor.Metadata.Name}: a service of its kind has no port {endpoint.Port}";

    // The gateway chooses among the pods by itself, so the names must stand for the pods' own addresses.
    private IEnumerable<string> AddressFaults() =>
        from workload in _workloads
        from variable in Variables.Of(workload)
        where variable.Value?.StartsWith("http://", StringComparison.Ordinal) is true
        let address = new Uri(variable.Value)
        where _services.FirstOrDefault(service => service.Metadata.Name == address.Host) is not { Spec.ClusterIP: "None" } found || found.Spec.Ports.All(port => port.Port != address.Port)
        select $"{workload.Name}: {variable.Name} names no headless service with that port";

    private V1ServicePort? Port(string service, string? name) =>
        _services.FirstOrDefault(candidate => candidate.Metadata.Name == service)?.Spec.Ports.FirstOrDefault(port => port.Name == name);
}
