using k8s.Models;
using Platform.UnitTests.Manifests.ThirdParty;

namespace Platform.UnitTests.Manifests;

/// <summary>.ci/manifests runs these; without kustomize they are skipped.</summary>
public sealed class OverlayTests
{
    // docs/operations/kubernetes.md says what is in them.
    private static readonly string[] FromOutside = ["platform-auth", "platform-producers", "platform-rabbitmq", "platform-redis", "platform-tls", "rabbitmq-default-user"];

    public static bool NoKustomize => Kustomize.IsMissing;

    public static TheoryData<string> Overlays => [.. Kustomize.Overlays];

    [Theory(Skip = "KUSTOMIZE names no program.", SkipWhen = nameof(NoKustomize))]
    [MemberData(nameof(Overlays))]
    public void Each_object_has_the_fields_of_its_kind_and_no_other(string overlay) => Assert.NotEmpty(ManifestReader.ReadOverlay(overlay));

    [Theory(Skip = "KUSTOMIZE names no program.", SkipWhen = nameof(NoKustomize))]
    [MemberData(nameof(Overlays))]
    public void Each_pod_keeps_the_policy(string overlay)
    {
        var workloads = Workload.In(ManifestReader.ReadOverlay(overlay)).ToList();

        Assert.Equal(SettingNames.AllServices.Order(), workloads.Select(workload => workload.Service).OfType<string>().Distinct().Order());
        Assert.Empty(workloads.SelectMany(workload => PodPolicy.Faults(workload).Concat(ServicePolicy.Faults(workload))));
    }

    [Theory(Skip = "KUSTOMIZE names no program.", SkipWhen = nameof(NoKustomize))]
    [MemberData(nameof(Overlays))]
    public void Each_name_leads_to_something(string overlay) => Assert.Empty(new WiringPolicy(ManifestReader.ReadOverlay(overlay)).Faults());

    [Theory(Skip = "KUSTOMIZE names no program.", SkipWhen = nameof(NoKustomize))]
    [MemberData(nameof(Overlays))]
    public void Each_variable_and_port_is_one_of_the_services_options(string overlay) => Assert.Empty(SettingPolicy.Faults(ManifestReader.ReadOverlay(overlay)));

    [Theory(Skip = "KUSTOMIZE names no program.", SkipWhen = nameof(NoKustomize))]
    [MemberData(nameof(Overlays))]
    public void No_secret_of_production_is_in_the_repository(string overlay)
    {
        var objects = ManifestReader.ReadOverlay(overlay);
        var inside = objects.OfType<V1Secret>().Select(secret => secret.Metadata.Name).ToList();
        var asked = Workload.In(objects)
            .SelectMany(workload => workload.Pod.Containers.Concat(workload.Pod.InitContainers ?? []))
            .SelectMany(container => (container.Env ?? []).Select(variable => variable.ValueFrom?.SecretKeyRef?.Name).Concat((container.EnvFrom ?? []).Select(from => from.SecretRef?.Name)))
            .OfType<string>();

        Assert.True(overlay == "local" || inside.Count == 0);
        Assert.Empty(asked.Except(inside).Except(FromOutside));
    }

    [Fact(Skip = "KUSTOMIZE names no program.", SkipWhen = nameof(NoKustomize))]
    public void The_rules_for_the_operator_are_those_that_are_tested()
    {
        var rules = Assert.Single(ManifestReader.ReadOverlay("production").OfType<PrometheusRule>());
        var tested = ManifestReader.Read(AlertRuleFile.AsManifest()).Cast<PrometheusRule>().Single();

        Assert.Equal(Flat(tested), Flat(rules));
    }

    // White space means nothing to PromQL, and kustomize folds long lines anew.
    private static IEnumerable<string> Flat(PrometheusRule file) =>
        from rules in file.Spec.Groups
        from rule in rules.Rules
        let labels = (rule.Labels ?? new Dictionary<string, string>()).Concat(rule.Annotations ?? new Dictionary<string, string>())
        select $"{rules.Name} {rule.Alert} {rule.Record} {string.Join(' ', (rule.Expr ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))} {rule.For} {string.Join(", ", labels.OrderBy(label => label.Key, StringComparer.Ordinal))}";
}
