using Platform.Load.Rig;

namespace Platform.UnitTests.Load;

public sealed class TargetTests
{
    private static readonly RunFile Stack = RunFile.Parse(
        ["# written by run.sh", "GATEWAY_URL=http://127.0.0.1:8080", "RABBITMQ_URL=\"amqp://a:b=c@127.0.0.1:5672/v\"", "PID_GATEWAY=12", "PID_EDGE_1=13", "PID_GONE="]);

    [Fact]
    public void The_stack_in_this_folder_is_the_default()
    {
        var target = Target.Resolve(null, null, null, null, null, Stack);

        Assert.Equal(new Uri("http://127.0.0.1:8080"), target.Gateway);
        Assert.Equal(new Uri("amqp://a:b=c@127.0.0.1:5672/v"), target.RabbitMq);
        Assert.Equal(new Dictionary<string, int> { ["gateway"] = 12, ["edge_1"] = 13 }, target.Processes);
    }

    [Fact]
    public void A_stack_outside_Development_says_by_which_keys_its_doors_open()
    {
        var stack = RunFile.Parse(["GATEWAY_URL=https://example.org:8443", "API_KEY=key", "SIGNING_KEY=secret"]);

        var target = Target.Resolve(null, null, null, null, null, stack);

        Assert.Equal(("key", "secret"), (target.ApiKey, target.SigningKey));
        Assert.Equal(("other", "dev-key"), (Target.Resolve(null, null, null, "other", null, stack).ApiKey, Target.Resolve(new("http://127.0.0.1:1"), null, null, null, null, stack).ApiKey));
    }

    [Fact]
    public void Another_deployment_shares_nothing_with_the_stack_in_this_folder()
    {
        var target = Target.Resolve(new Uri("https://example.org"), null, null, "key", "secret", Stack);

        Assert.Null(target.RabbitMq);
        Assert.Empty(target.Processes);
        Assert.False(target.SharesOurClock);
    }

    [Fact]
    public void A_cluster_has_several_nodes_which_bash_wrote_with_backslashes_between()
    {
        var target = Target.Resolve(null, null, null, "dev-key", null, RunFile.Parse(["GATEWAY_URL=http://127.0.0.1:8080", @"RABBITMQ_URL=amqp://a:b@127.0.0.1:1\,127.0.0.1:2"]));

        Assert.Equal([new Uri("amqp://a:b@127.0.0.1:1"), new Uri("amqp://a:b@127.0.0.1:2")], target.RabbitMqNodes);
    }

    [Fact]
    public void The_stack_may_be_reached_by_way_of_something_else()
    {
        Assert.Equal(new Uri("amqp://127.0.0.1:9999"), Target.Resolve(null, "amqp://127.0.0.1:9999", null, null, null, Stack).RabbitMq);
    }

    [Fact]
    public void Clients_that_go_past_the_gateway_are_spread_over_the_edge_nodes()
    {
        var stack = RunFile.Parse(["GATEWAY_URL=http://127.0.0.1:8080", "PID_EDGE_1=13", "URL_EDGE_1=http://127.0.0.1:1", "URL_EDGE_2=http://127.0.0.1:2"]);
        var target = Target.Resolve(null, null, null, null, null, stack);

        Assert.Equal(target.Gateway, target.OriginOf(1));
        Assert.Equal([1, 2, 1], Enumerable.Range(0, 3).Select(client => target.PastTheGateway(stack).OriginOf(client).Port));
        Assert.Throws<CannotRunException>(() => target.PastTheGateway(Stack));
    }

    [Fact]
    public void Without_a_stack_or_an_address_the_user_is_told_what_to_do()
    {
        var error = Assert.Throws<CannotRunException>(() => Target.Resolve(null, null, null, null, null, stack: null));

        Assert.Contains("./run.sh --detach", error.Message, StringComparison.Ordinal);
    }
}
