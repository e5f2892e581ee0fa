using Platform.Contracts.Lanes;
using Platform.IntegrationTests.Stack;
using Platform.Load.Events;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Reports;
using Platform.Load.Rig;
using Platform.Load.Scenarios;
using Spectre.Console;

namespace Platform.IntegrationTests.Resume;

/// <summary>A crowd that lost its connections comes back at one moment, while events pour in.</summary>
public sealed class ComebackTests(Servers servers)
{
    private const long Away = 1_000;
    private const int Staying = 50;
    private const double PerSecond = 1_500;
    private const int SecondsOfEvents = 20;

    // Of all nodes together; what the crowd had missed is a few megabytes.
    private const long MostBytes = 150L * 1024 * 1024;

    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_thousand_clients_that_come_back_at_once_get_what_they_missed_and_those_that_stayed_notice_nothing()
    {
        await using var stack = await PlatformStack.StartAsync(servers);
        DeliveryTimes? times = null;
        await using var session = await LoadSession.OpenAsync(
            new AudiencePlan(TargetOf(stack), Staying, Producers: 4, PayloadBytes: 200) { Droppers = (int)Away, Kind = ChannelKind.Topic },
            clock =>
            {
                times = new DeliveryTimes(clock);
                times.CountFrom(0);
                return _ => times;
            },
            Silent,
            TestContext.Current.CancellationToken);
        var sending = new ProducerPlan(
            Schedule.Of(PerSecond, bundleSize: 20, TimeSpan.Zero, (long)(PerSecond * SecondsOfEvents)), Lane.Normal, Producers: 4, RepeatShare: 0, RepeatLater: TimeSpan.Zero);
        await using var load = await session.OpenAsync(sending, Via.Amqp, TestContext.Current.CancellationToken);
        var pouring = load.RunAsync(TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        var before = Memory(stack);

        Assert.Equal(Away, Enumerable.Range(0, (int)Away).Count(client => session.Droppers.CutOff(client, Absence)));
        var highest = before;
        for (; !pouring.IsCompleted; await Task.WhenAny(pouring, Task.Delay(200, TestContext.Current.CancellationToken)))
        {
            highest = Math.Max(highest, Memory(stack));
        }

        await pouring;
        var verdict = await session.AuditAsync(Patience);

        Assert.True(verdict.IsClean, string.Join('\n', verdict.UncleanClients.Take(3)));
        Assert.Equal((0L, 0L, 0L), (verdict.ToldLost, verdict.NotRecovered, verdict.OffsetHoles));
        Assert.Equal((Away, 0L), (session.ListeningDroppers.Outages.Summarize().Count, session.Listening.Outages.Summarize().Count));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"The nodes grew by at most {(highest - before) / 1024 / 1024} MiB; replay {session.ListeningDroppers.Replays!.Summarize()}; those that stayed {times!.Total.Summarize()}.");
        Assert.InRange(highest - before, long.MinValue, MostBytes);
    }

    private static Phases Silent => new(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));

    private static Target TargetOf(PlatformStack stack) => new()
    {
        Gateway = stack.Gateway.Url,
        RabbitMqNodes = [stack.RabbitMq],
        ApiKey = "",
        Processes = new Dictionary<string, int>(),
    };

    private static long Memory(PlatformStack stack) => stack.Edges.Sum(edge => edge.WorkingSet);
}
