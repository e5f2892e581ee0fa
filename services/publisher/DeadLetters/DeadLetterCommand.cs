using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platform.Contracts.Lanes;
using Platform.ServiceDefaults.Hosting;
using Platform.ServiceDefaults.RabbitMq;
using RabbitMQ.Client.Exceptions;

namespace Platform.Publisher.DeadLetters;

/// <summary>
/// <c>dead list</c>, <c>dead redrive</c> and <c>dead purge</c>: the publisher's binary as a tool. It reads the same configuration,
/// and answers 0 when it is done and 1 when it could not.
/// </summary>
internal static class DeadLetterCommand
{
    public const string Name = "dead";

    private const int Done = 0;
    private const int Failed = 1;

    private static readonly Option<string?> Reason = new("--reason") { Description = "Only those with this reason, such as invalid_json or unroutable." };
    private static readonly Option<int> Limit = new("--limit") { Description = "At most as many, the oldest first.", DefaultValueFactory = _ => 100 };

    public static Task<int> RunAsync(string[] arguments)
    {
        Option<bool> json = new("--json") { Description = "One JSON object a line, with the whole body." };
        Command list = new("list", "Shows the dead letters and takes none.") { Reason, Limit, json };
        list.SetAction((parsed, stop) => WithQueueAsync(
            async queue =>
            {
                await queue.ListAsync(Filter(parsed), letter => Show(letter, parsed.GetValue(json)), stop);
                return Done;
            },
            stop));

        Option<Lane?> lane = new("--lane") { Description = "To this lane instead of the one that each came from." };
        Command redrive = new("redrive", "Sends dead letters to their lane again, and removes each when the lane has it.") { Reason, Limit, lane };
        redrive.SetAction((parsed, stop) => WithQueueAsync(
            async queue =>
            {
                var (sent, refused) = await queue.RedriveAsync(Filter(parsed), parsed.GetValue(lane), stop);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent} sent again"));
                return refused is null ? Done : await FailAsync($"The others stay: {refused}.");
            },
            stop));

        Option<bool> yes = new("--yes") { Description = "They are gone for good.", Required = true };
        Command purge = new("purge", "Removes dead letters for good.") { Reason, Limit, yes };
        purge.SetAction((parsed, stop) => WithQueueAsync(
            async queue =>
            {
                var removed = await queue.PurgeAsync(Filter(parsed), stop);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{removed} removed"));
                return Done;
            },
            stop));

        Command dead = new(Name, "The dead letters: what no lane could take.") { list, redrive, purge };
        RootCommand root = new("The publisher. Without a command it runs as the service.") { dead };
        return root.Parse(arguments).InvokeAsync();
    }

    private static DeadLetterFilter Filter(ParseResult parsed) => new(parsed.GetValue(Reason), parsed.GetValue(Limit));

    private static async Task<int> WithQueueAsync(Func<DeadLetterQueue, Task<int>> action, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults("publisher");
        builder.AddRabbitMq();
        await using var services = builder.Build();
        try
        {
            await using var connection = await services.Services.GetRequiredService<RabbitMqConnections>().ConnectAsync("dead letters", cancellationToken);
            return await action(new DeadLetterQueue(connection));
        }
        catch (BrokerUnreachableException e)
        {
            return await FailAsync($"RabbitMQ can't be reached: {e.InnerException?.Message ?? e.Message}");
        }
        catch (OperationInterruptedException e)
        {
            return await FailAsync(e.Message);
        }
    }

    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return Failed;
    }

    private static void Show(DeadLetter letter, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(letter));
            return;
        }

        const int MostOfBody = 120;
        var body = letter.Body.ReplaceLineEndings(" ");
        Console.WriteLine($"{letter.FirstSeen:yyyy-MM-dd HH:mm:ss}  {letter.Lane}  {letter.Reason}  {letter.Detail}");
        Console.WriteLine($"    {(body.Length > MostOfBody ? body[..MostOfBody] + "…" : body)}");
    }
}
