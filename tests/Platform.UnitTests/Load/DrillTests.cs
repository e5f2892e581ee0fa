using Platform.Load.Drill;
using Platform.Load.Measurements;
using Platform.Load.Producers;
using Platform.Load.Proof;
using Platform.Load.Rig;
using Platform.Load.Scenarios;

namespace Platform.UnitTests.Load;

public sealed class DrillTests
{
    private static readonly string[] Processes = ["edge_1", "edge_2", "gateway", "ingest", "metrics", "publisher_1", "rabbitmq", "redis"];

    [Fact]
    public void A_seed_does_the_same_faults_again()
    {
        Assert.Equal(Some(seed: 7), Some(seed: 7));
        Assert.NotEqual(Some(seed: 7), Some(seed: 8));

        static string[] Some(int seed) => [.. FaultOrder.Random(FaultCatalog.All, Processes, seed).Take(50).Select(fault => fault.What)];
    }

    [Fact]
    public void One_by_one_each_fault_is_done_once() =>
        Assert.Equal(FaultCatalog.All.Select(fault => fault.Name), FaultOrder.OneByOne(FaultCatalog.All, Processes).Select(fault => fault.Name));

    [Fact]
    public void A_short_drill_names_faults_that_there_are() =>
        Assert.All(FaultCatalog.Short, name => Assert.Contains(FaultCatalog.All, fault => fault.Name == name));

    [Fact]
    public void A_name_stands_for_all_that_begin_with_it()
    {
        Assert.Contains(FaultCatalog.All, fault => fault.Name == "edge-kill" && fault.IsNamed("edge"));
        Assert.DoesNotContain(FaultCatalog.All, fault => fault.Name == "redis-kill" && fault.IsNamed("red"));
    }

    [Fact]
    public void What_needs_nodes_is_done_where_there_are_nodes_and_what_needs_another_version_where_one_is_given()
    {
        var checkout = Directory.CreateTempSubdirectory();
        Directory.CreateDirectory(Path.Combine(checkout.FullName, ".run"));

        Assert.DoesNotContain("redis-failover", Possible("PID_REDIS=1"));
        Assert.Contains("redis-slot", Possible("PID_REDIS_1=1", "PID_REDIS_2=2"));
        Assert.Contains("redis-failover", Possible("PID_REDIS_1=1", "PID_SENTINEL_1=2"));
        Assert.DoesNotContain("redis-slot", Possible("PID_REDIS_1=1", "PID_SENTINEL_1=2"));
        Assert.DoesNotContain("redis-stop", Possible("PID_REDIS_1=1", "PID_SENTINEL_1=2"));
        Assert.DoesNotContain("upgrade-edge", Possible("PID_EDGE_1=1"));
        Assert.Contains("upgrade-edge", PossibleWith("/other", "PID_EDGE_1=1"));
        checkout.Delete(recursive: true);

        string[] Possible(params string[] env) => PossibleWith(other: null, env);

        string[] PossibleWith(string? other, params string[] env)
        {
            File.WriteAllLines(Path.Combine(checkout.FullName, ".run", "env"), env);
            var servers = new StackServers(new StackProcesses(checkout.FullName));
            return [.. FaultCatalog.Select(Plan(other), servers).Select(fault => fault.Name)];
        }

        static DrillPlan Plan(string? other) => new()
        {
            Audience = new AudiencePlan(Target.Resolve(new Uri("http://127.0.0.1:1"), null, null, "key", null, null), 1, 1, 1),
            Rate = 1,
            Bundle = 1,
            Via = Via.Http,
            Only = ["redis", "upgrade"],
            Random = TimeSpan.Zero,
            Seed = 0,
            Other = other,
            Length = TimeSpan.Zero,
            Flow = TimeSpan.Zero,
            Bound = TimeSpan.Zero,
            Drain = TimeSpan.Zero,
        };
    }

    [Fact]
    public void What_is_missing_without_a_word_is_a_broken_promise()
    {
        var account = LossAccount.Between([Client()], [Client(missing: 3, toldLost: 2)]);

        Assert.Equal(1, account.Untold);
        Assert.False(account.IsClean(mayLose: true));
    }

    [Fact]
    public void What_was_told_is_no_excuse_where_the_fault_destroyed_nothing()
    {
        var account = LossAccount.Between([Client()], [Client(missing: 3, toldLost: 3)]);

        Assert.True(account.IsClean(mayLose: true));
        Assert.False(account.IsClean(mayLose: false));
    }

    [Fact]
    public void A_new_epoch_tells_a_client_of_its_own_losses_and_of_nobody_elses()
    {
        var account = LossAccount.Between([Client(), Client()], [Client(epochs: 1), Client(missing: 1)]);

        Assert.Equal(1, account.Untold);
    }

    [Fact]
    public void What_was_told_after_an_earlier_fault_does_not_count_again()
    {
        var account = LossAccount.Between([Client(missing: 5, toldLost: 5, epochs: 1)], [Client(missing: 6, toldLost: 5, epochs: 1)]);

        Assert.Equal(1, account.Untold);
    }

    [Fact]
    public void A_double_is_never_excused() =>
        Assert.False(LossAccount.Between([Client()], [Client(epochs: 1) with { Doubled = 1 }]).IsClean(mayLose: true));

    [Fact]
    public void Recovery_is_over_with_a_second_in_which_95_percent_came_in_time()
    {
        var watch = new RecoveryWatch(bound: 100_000);
        watch.Strike(1_000_000);
        for (var sentAt = 1_000_000L; sentAt < 4_000_000; sentAt += 10_000)
        {
            var isHeldUp = sentAt < 2_100_000;
            watch.Note(sentAt, isHeldUp ? 2_500_000 : sentAt + 5_000);
        }

        Assert.Equal(1250, watch.DisturbedMs);
        Assert.Equal(1105, watch.FirstAfterMs);
        Assert.False(watch.IsOver(3_000_000));
        Assert.True(watch.IsOver(4_100_000));
    }

    [Fact]
    public void Silence_is_no_recovery()
    {
        var watch = new RecoveryWatch(bound: 100_000);
        watch.Strike(0);

        Assert.False(watch.IsOver(30_000_000));
        Assert.Null(watch.FirstAfterMs);
    }

    private static ClientFindings Client(int missing = 0, long toldLost = 0, int epochs = 0) =>
        new("client", 100, 100 - missing, missing, 0, 0, 0, 0, 0, toldLost, 0, []) { Epochs = epochs };
}
