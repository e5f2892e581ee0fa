using System.Collections.Frozen;
using k8s;
using k8s.Models;
using Platform.UnitTests.Manifests.ThirdParty;

namespace Platform.UnitTests.Manifests;

/// <summary>
/// Reads objects strictly: a kind that is not known, a field that its type does not have, a value of another type, a key twice, are
/// refused. Kubernetes' own kinds are the official client's models, others those of <see cref="ThirdParty"/>.
/// </summary>
internal static class ManifestReader
{
    private static readonly FrozenDictionary<string, Type> Others = new Dictionary<string, Type>
    {
        ["rabbitmq.com/v1beta1/RabbitmqCluster"] = typeof(RabbitmqCluster),
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(PrometheusRule),
    }.ToFrozenDictionary();

    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Read(string yaml)
    {
        YamlStrings.Check(yaml);
        return [.. KubernetesYaml.LoadAllFromString(yaml, Others, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];
    }

    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> ReadOverlay(string overlay) => Read(Kustomize.Build(overlay));
}
