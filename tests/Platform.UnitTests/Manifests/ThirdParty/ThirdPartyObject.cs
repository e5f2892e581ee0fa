using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Platform.UnitTests.Manifests.ThirdParty;

/// <summary>What every object has. The kinds below have the fields that we use, written down from their operators' references.</summary>
internal abstract class ThirdPartyObject<TSpec> : IKubernetesObject<V1ObjectMeta>
    where TSpec : new()
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "";

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public TSpec Spec { get; set; } = new();
}
