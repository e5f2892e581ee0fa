using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Platform.ServiceDefaults.Hosting;

namespace Platform.UnitTests.Hosting;

/// <summary>The clock of the drill in which a clock steps.</summary>
public sealed class SteppedClockTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void It_is_wrong_by_what_the_file_says_and_passes_as_ever()
    {
        File.WriteAllText(_file, "-30");
        var clock = SteppedClock.Of(BuilderIn(Environments.Development, _file));
        var before = clock.GetTimestamp();

        Assert.Equal(-30, (clock.GetUtcNow() - DateTimeOffset.UtcNow).TotalSeconds, tolerance: 5);

        File.WriteAllText(_file, "3600");
        Assert.True(SpinWait.SpinUntil(() => clock.GetUtcNow() > DateTimeOffset.UtcNow.AddMinutes(50), TimeSpan.FromSeconds(10)));
        Assert.InRange(clock.GetElapsedTime(before), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_file_that_is_not_there_lets_nothing_start() =>
        Assert.ThrowsAny<IOException>(() => SteppedClock.Of(BuilderIn(Environments.Development, _file + ".not")));

    [Fact]
    public void Without_a_file_it_is_the_system_s() => Assert.Same(TimeProvider.System, SteppedClock.Of(BuilderIn(Environments.Production, file: null)));

    [Fact]
    public void Outside_Development_no_service_starts_with_it()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => SteppedClock.Of(BuilderIn(Environments.Production, _file)));

        Assert.Contains("Service:ClockOffsetFile", refused.Message, StringComparison.Ordinal);
    }

    private static WebApplicationBuilder BuilderIn(string environment, string? file)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration["Service:ClockOffsetFile"] = file;
        return builder;
    }
}
