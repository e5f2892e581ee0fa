using Platform.Contracts.Lanes;
using Platform.Load.Measurements;
using Platform.Load.Reports;
using Platform.Load.Scenarios;

namespace Platform.UnitTests.Load;

public sealed class PublisherAloneTests
{
    private static readonly RoundRobin ThreeChannels = new(Channels: 3);

    [Fact]
    public void Events_go_to_the_channels_in_turn_and_each_has_its_place()
    {
        var events = Enumerable.Range(0, 7).Select(number => ThreeChannels.EventOf(number, Lane.Normal)).ToList();

        Assert.Equal([0, 1, 2, 0, 1, 2, 0], events.Select(each => each.Channel));
        Assert.Equal([0, 0, 0, 1, 1, 1, 2], events.Select(each => each.Sequence));
        Assert.Equal(3, ThreeChannels.OffsetOf(6));
        Assert.Equal([3L, 2L, 2L], Enumerable.Range(0, 3).Select(channel => ThreeChannels.NewestOf(channel, events: 7)));
    }

    [Fact]
    public void Offsets_that_add_up_while_one_event_is_lost_and_another_doubled_are_not_clean()
    {
        Assert.True(ThreeChannels.Compare([3, 2, 2], events: 7).IsClean);
        Assert.Equal(new OffsetFindings(Expected: 7, Appended: 7, Missing: 1, Doubled: 1), ThreeChannels.Compare([3, 1, 3], events: 7));
    }

    [Fact]
    public void A_profile_names_methods_without_parameters_and_adds_up_those_that_were_compiled_twice()
    {
        const string Report = """

              40.00%\t  80\t[JIT] tid 7\t[.] void [Platform.Publisher] Platform.Publisher.Lanes.LaneFlow::Record(class Flush)[OptimizedTier1]
              30.00%\t  60\t[kernel.kallsyms]\t[k] do_syscall_64
              20.00%\t  40\t[JIT] tid 7\t[.] void [Platform.Publisher] Platform.Publisher.Lanes.LaneFlow::Record(class Flush)[PreStub]
               5.00%\t   6\t/dotnet/libcoreclr.so\t[.] 0x00000000016e032a
               5.00%\t  14\t/dotnet/libcoreclr.so\t[.] 0x00000000016e0aaa
            """;

        var shares = MethodShares.Read(Report.Replace("\\t", "\t", StringComparison.Ordinal), top: 3);

        Assert.Equal(200, shares.Samples);
        Assert.Equal("Platform.Publisher.Lanes.LaneFlow::Record", shares.Methods[0].Method);
        Assert.Equal(0.6, shares.Methods[0].Share, precision: 3);
        Assert.Equal(new MethodShare("do_syscall_64", IsKernel: true, 0.3), shares.Methods[1]);
        Assert.Equal("/dotnet/libcoreclr.so, without names", shares.Methods[2].Method);
        Assert.Equal(0.1, shares.Methods[2].Share, precision: 3);
    }

    [Fact]
    public void One_part_that_lost_or_doubled_something_makes_the_run_unclean()
    {
        var clean = Figures(new OffsetFindings(7, 7, 0, 0));

        Assert.Equal(ExitCodes.Clean, Report(clean, clean).ExitCode);
        Assert.Equal(ExitCodes.NotClean, Report(clean, Figures(new OffsetFindings(7, 6, 1, 0))).ExitCode);
        Assert.Equal(50_000, clean.EventsPerSecondACore, precision: 3);
    }

    private static PublisherFigures Figures(OffsetFindings offsets) => new()
    {
        Name = "singles",
        Events = 7,
        Seconds = 1,
        Publisher = new ProcessShare("publisher_1", CpuMicrosecondsPerEvent: 20, Cores: 1, MemoryMib: 1),
        Servers = [],
        Offsets = offsets,
        RedisBytes = 0,
        Keys = new KeyMemory(0, 0, 0, 0),
    };

    private static PublisherReport Report(params PublisherFigures[] parts) =>
        new() { Plan = "", FinishedAt = default, Machine = new MachineSpeed(1, 1, 1), IsProfiled = false, Parts = parts };
}
