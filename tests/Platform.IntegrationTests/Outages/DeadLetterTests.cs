using System.Diagnostics;
using Platform.IntegrationTests.Stack;

namespace Platform.IntegrationTests.Outages;

public sealed class DeadLetterTests(Servers servers)
{
    [Fact]
    public async Task Dead_letters_are_listed_sent_again_and_removed_by_a_command()
    {
        await using var stack = await PlatformStack.StartAsync(servers, new StackShape { Edges = 1, Doors = false });
        var client = await stack.ConnectAsync("redriven");
        var producer = await stack.ProduceAsync();
        await producer.PublishAsync("normal", "{no json");
        await producer.PublishAsync("no-such-lane", new { id = "lost-1", event_type = "t", user_id = "redriven", data = 1 });
        await producer.PublishAsync("no-such-lane", new { id = "lost-2", event_type = "t", user_id = "redriven", data = 2 });
        stack.Metrics.Start();

        // Looking takes nothing away, however often, and keeps the order.
        for (var i = 0; i < 3; i++)
        {
            var list = await UntilAsync(stack, ["list", "--json"], lines => lines.Length == 3);
            Assert.Equal(["unroutable lost-1", "unroutable lost-2"], list.Where(line => line.Contains("lost", StringComparison.Ordinal)).Select(Short));
            Assert.Single(list, line => line.Contains("\"reason\":\"invalid_json\"", StringComparison.Ordinal));
        }

        var (refused, _) = await RunAsync(stack, ["redrive", "--reason", "unroutable"]);
        Assert.Equal(1, refused);
        var (sent, answer) = await RunAsync(stack, ["redrive", "--reason", "unroutable", "--lane", "normal"]);
        Assert.Equal((0, "2 sent again"), (sent, answer.Trim()));
        Assert.Equal([1, 2], (await client.WaitForAsync(2)).Select(each => each.Data.GetInt32()));

        await stack.Metrics.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await stack.Metrics.WaitForMetricAsync(1, "platform_dead_letters");
        await stack.Publishers[0].WaitForMetricAsync(1, "platform_publisher_dead_letters_total", "reason=\"invalid_json\"");

        Assert.Equal((0, "1 removed"), await RunAsync(stack, ["purge", "--yes"]));
        Assert.Equal((0, ""), await RunAsync(stack, ["list"]));
    }

    private static string Short(string line) =>
        (line.Contains("\"reason\":\"unroutable\"", StringComparison.Ordinal) ? "unroutable " : "") + (line.Contains("lost-1", StringComparison.Ordinal) ? "lost-1" : "lost-2");

    private static async Task<string[]> UntilAsync(PlatformStack stack, string[] arguments, Func<string[], bool> isEnough)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            var (_, output) = await RunAsync(stack, arguments);
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (isEnough(lines) || DateTime.UtcNow > deadline)
            {
                return lines;
            }
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(PlatformStack stack, string[] arguments)
    {
        using var process = Process.Start(stack.Publishers[0].Command(["dead", .. arguments]))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await error;
        return (process.ExitCode, (await output).Trim());
    }
}
