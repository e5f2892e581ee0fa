using k8s;
using k8s.Models;

namespace Platform.UnitTests.Manifests;

/// <summary>What runs pods: a deployment or a stateful set.</summary>
internal sealed record Workload(string Name, V1PodTemplateSpec Template)
{
    private const string OurImages = "platform/";

    public V1PodSpec Pod => Template.Spec;

    public IDictionary<string, string> Labels => Template.Metadata.Labels;

    /// <summary>The service of ours that it runs: <c>edge</c>, also for a canary; none for RabbitMQ and Redis.</summary>
    public string? Service => Pod.Containers.Select(container => container.Image.Split(':')[0]).FirstOrDefault(IsOurs) is { } image
        ? image[(image.LastIndexOf('/') + 1)..].Split('-')[0]
        : null;

    public static IEnumerable<Workload> In(IEnumerable<IKubernetesObject<V1ObjectMeta>> objects) => objects.Select(Of).OfType<Workload>();

    public bool IsSelectedBy(IDictionary<string, string>? labels) =>
        labels is not null && labels.All(label => Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    /// <summary>The port of a container, by its name or its number.</summary>
    public int? Port(string nameOrNumber) => Pod.Containers.SelectMany(container => container.Ports ?? [])
        .FirstOrDefault(port => port.Name == nameOrNumber || $"{port.ContainerPort}" == nameOrNumber)?.ContainerPort;

    private static Workload? Of(IKubernetesObject<V1ObjectMeta> candidate) => candidate switch
    {
        V1Deployment deployment => new Workload(deployment.Metadata.Name, deployment.Spec.Template),
        V1StatefulSet set => new Workload(set.Metadata.Name, set.Spec.Template),
        _ => null,
    };

    private static bool IsOurs(string image) => $"/{image}".Contains($"/{OurImages}", StringComparison.Ordinal);
}
