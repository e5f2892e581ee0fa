using k8s.Models;

namespace Platform.UnitTests.Manifests.ThirdParty;

/// <summary>The RabbitMQ Cluster Operator's own kind.</summary>
internal sealed class RabbitmqCluster : ThirdPartyObject<RabbitmqClusterSpec>;

internal sealed class RabbitmqClusterSpec
{
    public int? Replicas { get; set; }

    public string? Image { get; set; }

    public long? TerminationGracePeriodSeconds { get; set; }

    public RabbitmqPersistence? Persistence { get; set; }

    public V1ResourceRequirements? Resources { get; set; }

    public RabbitmqConfiguration? Rabbitmq { get; set; }

    public V1Affinity? Affinity { get; set; }

    public RabbitmqOverride? Override { get; set; }
}

internal sealed class RabbitmqPersistence
{
    public string? StorageClassName { get; set; }

    public ResourceQuantity? Storage { get; set; }
}

internal sealed class RabbitmqConfiguration
{
    public IList<string>? AdditionalPlugins { get; set; }

    public string? AdditionalConfig { get; set; }
}

internal sealed class RabbitmqOverride
{
    public RabbitmqStatefulSet? StatefulSet { get; set; }
}

/// <summary>A part of a stateful set, laid over the operator's.</summary>
internal sealed class RabbitmqStatefulSet
{
    public V1StatefulSetSpec? Spec { get; set; }
}
