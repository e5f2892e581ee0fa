using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Contracts.Names;
using Platform.IntegrationTests.Doors;
using Platform.IntegrationTests.Road;
using Platform.IntegrationTests.Stack;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Platform.IntegrationTests.RabbitMq;

/// <summary>deploy/rabbitmq/definitions.json on a real server: each user can do what it is for, and nothing else.</summary>
public sealed class DefinitionsTests(Servers servers)
{
    private const string Password = "given-when-it-is-imported";

    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly string _suffix = Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task Services_run_as_their_user_on_what_was_imported()
    {
        await using var stack = await PlatformStack.PrepareAsync(servers, new StackShape { Edges = 1, RabbitMqUser = $"platform-{_suffix}:{Password}" });
        await stack.ImportAsync(Definitions(stack));
        await stack.StartAsync();
        var client = await stack.ConnectAsync("imported");
        using var door = new HttpDoor(stack.Gateway);

        await door.PublishAsync(new { event_type = "t", user_id = "imported", data = 1 });

        Assert.Equal(1, Assert.Single(await client.WaitForAsync(1)).Data.GetInt32());
        // The digests have taken their way over MassTransit, which declares names of its own.
        using var metrics = new HttpDoor(stack.Metrics);
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(200, TestContext.Current.CancellationToken))
        {
            var answer = (await metrics.GetAsync(Routes.ThroughputMetrics)).Body;
            if (answer.GetProperty("connections_by_node").EnumerateObject().Any() && answer.GetProperty("dead_letters").GetInt64() == 0)
            {
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, $"No digest has arrived: {answer}");
        }
    }

    [Fact]
    public async Task Producer_may_publish_to_the_lanes_and_nothing_else()
    {
        await using var stack = await PlatformStack.PrepareAsync(servers);
        await stack.ImportAsync(Definitions(stack));
        await using var connection = await ConnectAsync(stack, "producer");

        await TryAsync(channel => PublishAsync(channel, Topology.Events, "normal"));
        await RefusedAsync(channel => PublishAsync(channel, Topology.Dead, "normal"));
        await RefusedAsync(channel => PublishAsync(channel, "", "events.normal"));
        await RefusedAsync(channel => PublishAsync(channel, "amq.fanout", ""));
        await RefusedAsync(async channel => await channel.QueueDeclareAsync("events.mine"));
        await RefusedAsync(async channel => await channel.QueueDeleteAsync("events.normal"));
        await RefusedAsync(async channel => await channel.QueuePurgeAsync("events.normal"));
        await RefusedAsync(async channel => await channel.BasicConsumeAsync("events.high", autoAck: false, new AsyncEventingBasicConsumer(channel)));
        await RefusedAsync(async channel => await channel.BasicGetAsync(Topology.Dead, autoAck: false));

        async Task TryAsync(Func<IChannel, Task> action)
        {
            await using var channel = await connection.CreateChannelAsync(Confirmed);
            await action(channel);
        }

        async Task RefusedAsync(Func<IChannel, Task> action)
        {
            var refusal = await Assert.ThrowsAnyAsync<Exception>(() => TryAsync(action));
            Assert.Contains("ACCESS_REFUSED", (refusal as OperationInterruptedException ?? refusal.InnerException)?.Message ?? refusal.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Operator_may_list_and_redrive_dead_letters()
    {
        await using var stack = await PlatformStack.PrepareAsync(servers);
        await stack.ImportAsync(Definitions(stack));
        await using var producer = await EventProducer.OpenAsync(As(stack, "producer"));
        await producer.PublishAsync("no-such-lane", new { event_type = "t", user_id = "redriven", data = 1 });

        Assert.Contains("unroutable", await DeadAsync(stack, "list"), StringComparison.Ordinal);
        Assert.Equal("1 sent again", await DeadAsync(stack, "redrive", "--lane", "normal"));
        Assert.Equal("", await DeadAsync(stack, "list"));
    }

    private JsonObject Definitions(PlatformStack stack)
    {
        var file = Path.Combine(ServiceProcess.Repository, "deploy", "rabbitmq", "definitions.json");
        var definitions = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        var host = stack.RabbitMq.AbsolutePath.TrimStart('/');
        foreach (var item in definitions.SelectMany(part => part.Value!.AsArray()).OfType<JsonObject>())
        {
            if (item.ContainsKey("vhost"))
            {
                item["vhost"] = host;
            }

            if (item["user"] is { } user)
            {
                item["user"] = $"{user}-{_suffix}";
            }
        }

        definitions["vhosts"]![0]!["name"] = host;
        foreach (var user in definitions["users"]!.AsArray())
        {
            user!["name"] = $"{user["name"]}-{_suffix}";
            user["password_hash"] = Hash();
        }

        return definitions;
    }

    // As docs/operations.md says: four bytes of salt, and the SHA-256 of them and the password.
    private static string Hash()
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Password)])]);
    }

    private Uri As(PlatformStack stack, string user) =>
        new UriBuilder(stack.RabbitMq) { UserName = $"{user}-{_suffix}", Password = Password }.Uri;

    private Task<IConnection> ConnectAsync(PlatformStack stack, string user) =>
        new ConnectionFactory { Uri = As(stack, user) }.CreateConnectionAsync(TestContext.Current.CancellationToken);

    private static async Task PublishAsync(IChannel channel, string exchange, string routingKey) =>
        await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, new BasicProperties { Persistent = true }, "{}"u8.ToArray());

    private async Task<string> DeadAsync(PlatformStack stack, params string[] arguments)
    {
        var command = stack.Publishers[0].Command(["dead", .. arguments]);
        command.Environment["RabbitMq__Url"] = As(stack, "operator").ToString();
        using var process = Process.Start(command)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return (await output).Trim();
    }
}
