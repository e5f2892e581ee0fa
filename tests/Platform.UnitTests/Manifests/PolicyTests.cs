using k8s.Models;
using YamlDotNet.Core;

namespace Platform.UnitTests.Manifests;

/// <summary>The checks can fail: a correct deployment, changed in one place each, is refused for what was changed.</summary>
public sealed class PolicyTests
{
    private const string Correct = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: edge }
        spec:
          selector: { matchLabels: { app: edge } }
          template:
            metadata: { labels: { app: edge } }
            spec:
              automountServiceAccountToken: false
              terminationGracePeriodSeconds: 40
              securityContext: { runAsNonRoot: true, runAsUser: 1654, seccompProfile: { type: RuntimeDefault } }
              containers:
                - name: service
                  image: registry.example.com/platform/edge:1.2.3
                  env: [{ name: Drain__WindowSeconds, value: "20" }]
                  ports: [{ name: http, containerPort: 8080 }]
                  lifecycle: { preStop: { sleep: { seconds: 8 } } }
                  livenessProbe: { httpGet: { path: /health/live, port: http } }
                  readinessProbe: { httpGet: { path: /health/ready, port: http } }
                  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
                  resources: { requests: { cpu: 500m, memory: 256Mi }, limits: { cpu: "1", memory: 512Mi } }
        """;

    [Fact]
    public void A_correct_deployment_passes() => Assert.Empty(Faults(Correct));

    [Theory]
    [InlineData(":1.2.3", ":latest", "has no version")]
    [InlineData(":1.2.3", "", "has no version")]
    [InlineData("runAsNonRoot: true, ", "", "runs as root")]
    [InlineData("runAsUser: 1654", "runAsUser: 0", "runs as root")]
    [InlineData("drop: [ALL]", "drop: [ALL], add: [NET_ADMIN]", "may take more rights")]
    [InlineData("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "may take more rights")]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "may write to its file system")]
    [InlineData(", limits: { cpu: \"1\", memory: 512Mi }", "", "lacks limits")]
    [InlineData("requests: { cpu: 500m, memory: 256Mi }, ", "", "lacks requests")]
    [InlineData("livenessProbe: { httpGet: { path: /health/live, port: http } }", "stdin: false", "lacks a probe")]
    [InlineData("path: /health/live", "path: /health/ready", "other pages")]
    [InlineData("automountServiceAccountToken: false", "hostNetwork: true", "shares something with its machine")]
    [InlineData("terminationGracePeriodSeconds: 40", "terminationGracePeriodSeconds: 30", "is killed before it has left")]
    [InlineData("value: \"20\"", "value: \"60\"", "is killed before it has left")]
    [InlineData("lifecycle: { preStop: { sleep: { seconds: 8 } } }", "tty: false", "before everyone knows")]
    [InlineData("Drain__WindowSeconds", "Drain__WindowsSeconds", "no option of it is called Drain__WindowsSeconds")]
    [InlineData("Drain__WindowSeconds", "Gateway__Edges__0", "no option of it is called Gateway__Edges__0")]
    [InlineData("containerPort: 8080", "containerPort: 8081", "not on 8081")]
    public void A_wrong_one_is_refused(string part, string wrong, string fault)
    {
        Assert.Contains(part, Correct, StringComparison.Ordinal);

        Assert.Contains(Faults(Correct.Replace(part, wrong, StringComparison.Ordinal)), found => found.Contains(fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("terminationGracePeriodSeconds: 40", "terminationGracePeriod: 40")]
    [InlineData("terminationGracePeriodSeconds: 40", "terminationGracePeriodSeconds: soon")]
    [InlineData("containerPort: 8080", "containerPort: 8080, port: 8080")]
    [InlineData("cpu: 500m, memory: 256Mi", "cpu: 500m, memory: 256Mo")]
    [InlineData("name: service", "name: service\n          name: other")]
    public void A_field_that_its_kind_does_not_have_or_that_has_another_type_is_refused(string part, string wrong) =>
        Assert.ThrowsAny<YamlException>(() => ManifestReader.Read(Correct.Replace(part, wrong, StringComparison.Ordinal)));

    [Fact]
    public void A_number_where_only_a_string_may_be_is_refused() =>
        Assert.Throws<FormatException>(() => ManifestReader.Read(Correct.Replace("value: \"20\"", "value: 20", StringComparison.Ordinal)));

    [Fact]
    public void A_kind_that_nobody_wrote_down_is_refused() =>
        Assert.ThrowsAny<KeyNotFoundException>(() => ManifestReader.Read("apiVersion: example.com/v1\nkind: Unknown\nmetadata: { name: a }\n"));

    [Fact]
    public void What_names_something_that_is_not_there_is_refused()
    {
        var objects = ManifestReader.Read(Correct + """

            ---
            apiVersion: v1
            kind: Service
            metadata: { name: edge }
            spec: { selector: { app: edges }, ports: [{ name: http, port: 8080, targetPort: http }] }
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: { name: edge }
            spec: { maxReplicas: 3, scaleTargetRef: { kind: Deployment, name: edges } }
            """);

        var faults = new WiringPolicy(objects).Faults().ToList();

        Assert.All(
            ["does not enforce", "no NetworkPolicy denies", "no pod has its port", "no PodDisruptionBudget", "no deployment of that name"],
            expected => Assert.Contains(faults, fault => fault.Contains(expected, StringComparison.Ordinal)));
    }

    private static List<string> Faults(string yaml)
    {
        var objects = ManifestReader.Read(yaml);
        var workload = Assert.Single(Workload.In(objects));
        return [.. PodPolicy.Faults(workload), .. ServicePolicy.Faults(workload), .. SettingPolicy.Faults(objects)];
    }
}
