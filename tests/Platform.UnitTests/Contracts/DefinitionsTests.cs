using System.Text.Json;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Contracts;

/// <summary>deploy/rabbitmq/definitions.json says in RabbitMQ's words what <see cref="Topology"/> says: a service meets what it would declare.</summary>
public sealed class DefinitionsTests
{
    private static readonly JsonElement File =
        JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Repository.Folder, "deploy", "rabbitmq", "definitions.json"))).RootElement;

    private static readonly string[] OnTheHost = ["permissions", "exchanges", "queues", "bindings"];

    [Fact]
    public void Exchanges_are_those_of_the_topology() => Assert.Equal(
        [(Topology.Events, "direct", Text(Topology.EventsArguments)), (Topology.Dead, "fanout", "")],
        Items("exchanges").Select(exchange => (Name(exchange), exchange.GetProperty("type").GetString()!, Arguments(exchange))));

    [Fact]
    public void Queues_have_the_arguments_of_the_topology() => Assert.Equal(
        [.. LaneNames.All.Select(lane => (Topology.Queue(lane), Text(Topology.LaneArguments))).Append((Topology.Dead, Text(Topology.DeadArguments))).Order()],
        Items("queues").Select(queue => (Name(queue), Arguments(queue))).Order());

    [Fact]
    public void Bindings_lead_each_lane_to_its_queue() => Assert.Equal(
        [.. LaneNames.All.Select(lane => (Topology.Events, lane.Name(), Topology.Queue(lane))).Append((Topology.Dead, "", Topology.Dead)).Order()],
        Items("bindings").Select(binding => (Text(binding, "source"), Text(binding, "routing_key"), Text(binding, "destination"))).Order());

    [Fact]
    public void All_of_it_lasts_and_is_on_one_virtual_host()
    {
        Assert.All(Items("exchanges").Concat(Items("queues")), item => Assert.True(item.GetProperty("durable").GetBoolean() && !item.GetProperty("auto_delete").GetBoolean()));
        var host = Name(Assert.Single(Items("vhosts")));
        Assert.All(OnTheHost.SelectMany(Items), item => Assert.Equal(host, Text(item, "vhost")));
    }

    [Fact]
    public void Users_have_no_password_and_each_has_its_rights()
    {
        Assert.All(Items("users"), user => Assert.Equal("", Text(user, "password_hash")));
        Assert.Equal(Items("users").Select(Name), Items("permissions").Select(permission => Text(permission, "user")));
    }

    private static IEnumerable<JsonElement> Items(string part) => File.GetProperty(part).EnumerateArray();

    private static string Name(JsonElement item) => Text(item, "name");

    private static string Text(JsonElement item, string property) => item.GetProperty(property).GetString()!;

    private static string Arguments(JsonElement item) =>
        Text(item.GetProperty("arguments").EnumerateObject().ToDictionary(argument => argument.Name, object? (argument) => argument.Value));

    private static string Text(IReadOnlyDictionary<string, object?> arguments) => string.Join(
        '\n', arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal).Select(argument => FormattableString.Invariant($"{argument.Key}={argument.Value}")));
}
